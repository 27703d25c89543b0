export type { Component } from './component';
export { cyclonedxDocument } from './cyclonedx';
export { type Inventory, inventoryOf } from './inventory';
export { spdxDocument } from './spdx';
export type { Subject } from './subject';
