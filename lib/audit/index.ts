/**
 * What a built image is, by its files, and whether that is what it may be.
 *
 * @module
 */
export { type AuditInput, auditImage } from './audit-image';
export type { ElfFile } from './elf/elf-file';
export type { Hardening } from './elf/hardening';
export type {
  AuditedAccount,
  AuditedLayer,
  AuditedProgram,
  AuditedStep,
  Finding,
  ImageAudit,
} from './image-audit';
export type { ImageFile } from './image-file';
export type { AuditedPackage } from './packages';
export { type HardeningName, requireHardening } from './rules/hardening';
export type { Audited, Rule } from './rules/rule';
