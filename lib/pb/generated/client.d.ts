// Made by scripts/generate-pb from common.proto, content.proto, control.proto, gateway.proto, session.proto. Do not edit.
import * as $protobuf from "protobufjs/minimal";
export interface ITimestamp {
    seconds?: (number|null);
    nanos?: (number|null);
}

export class Timestamp implements ITimestamp {
    constructor(properties?: ITimestamp);
    public seconds: number;
    public nanos: number;
    public static encode(message: ITimestamp, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): Timestamp;
}

export interface IAny {
    typeUrl?: (string|null);
    value?: (Uint8Array|null);
}

export class Any implements IAny {
    constructor(properties?: IAny);
    public typeUrl: string;
    public value: Uint8Array;
    public static encode(message: IAny, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): Any;
}

export interface IRpcStatus {
    code?: (number|null);
    message?: (string|null);
    details?: (IAny[]|null);
}

export class RpcStatus implements IRpcStatus {
    constructor(properties?: IRpcStatus);
    public code: number;
    public message: string;
    public details: IAny[];
    public static encode(message: IRpcStatus, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): RpcStatus;
}

export interface IBytesMessage {
    data?: (Uint8Array|null);
}

export class BytesMessage implements IBytesMessage {
    constructor(properties?: IBytesMessage);
    public data: Uint8Array;
    public static encode(message: IBytesMessage, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): BytesMessage;
}

export interface IPlatform {
    architecture?: (string|null);
    os?: (string|null);
    variant?: (string|null);
    osVersion?: (string|null);
    osFeatures?: (string[]|null);
}

export class Platform implements IPlatform {
    constructor(properties?: IPlatform);
    public architecture: string;
    public os: string;
    public variant: string;
    public osVersion: string;
    public osFeatures: string[];
    public static encode(message: IPlatform, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): Platform;
}

export interface ISourceOp {
    identifier?: (string|null);
    attrs?: ({ [k: string]: string }|null);
}

export class SourceOp implements ISourceOp {
    constructor(properties?: ISourceOp);
    public identifier: string;
    public attrs: { [k: string]: string };
    public static encode(message: ISourceOp, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): SourceOp;
}

export interface IWorkerRecord {
    id?: (string|null);
    labels?: ({ [k: string]: string }|null);
    platforms?: (IPlatform[]|null);
    gcPolicy?: (IGcPolicy[]|null);
    buildkitVersion?: (IBuildkitVersion|null);
}

export class WorkerRecord implements IWorkerRecord {
    constructor(properties?: IWorkerRecord);
    public id: string;
    public labels: { [k: string]: string };
    public platforms: IPlatform[];
    public gcPolicy: IGcPolicy[];
    public buildkitVersion?: (IBuildkitVersion|null);
    public static encode(message: IWorkerRecord, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): WorkerRecord;
}

export interface IGcPolicy {
    all?: (boolean|null);
    keepDuration?: (number|null);
    reservedSpace?: (number|null);
    filters?: (string[]|null);
    maxUsedSpace?: (number|null);
    minFreeSpace?: (number|null);
}

export class GcPolicy implements IGcPolicy {
    constructor(properties?: IGcPolicy);
    public all: boolean;
    public keepDuration: number;
    public reservedSpace: number;
    public filters: string[];
    public maxUsedSpace: number;
    public minFreeSpace: number;
    public static encode(message: IGcPolicy, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): GcPolicy;
}

export interface IBuildkitVersion {
    "package"?: (string|null);
    version?: (string|null);
    revision?: (string|null);
}

export class BuildkitVersion implements IBuildkitVersion {
    constructor(properties?: IBuildkitVersion);
    public package: string;
    public version: string;
    public revision: string;
    public static encode(message: IBuildkitVersion, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): BuildkitVersion;
}

export interface IProgressGroup {
    id?: (string|null);
    name?: (string|null);
    weak?: (boolean|null);
}

export class ProgressGroup implements IProgressGroup {
    constructor(properties?: IProgressGroup);
    public id: string;
    public name: string;
    public weak: boolean;
    public static encode(message: IProgressGroup, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ProgressGroup;
}

export interface ISourceInfo {
    filename?: (string|null);
    data?: (Uint8Array|null);
    language?: (string|null);
}

export class SourceInfo implements ISourceInfo {
    constructor(properties?: ISourceInfo);
    public filename: string;
    public data: Uint8Array;
    public language: string;
    public static encode(message: ISourceInfo, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): SourceInfo;
}

export interface ISourceRange {
    start?: (ISourcePosition|null);
    end?: (ISourcePosition|null);
}

export class SourceRange implements ISourceRange {
    constructor(properties?: ISourceRange);
    public start?: (ISourcePosition|null);
    public end?: (ISourcePosition|null);
    public static encode(message: ISourceRange, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): SourceRange;
}

export interface ISourcePosition {
    line?: (number|null);
    character?: (number|null);
}

export class SourcePosition implements ISourcePosition {
    constructor(properties?: ISourcePosition);
    public line: number;
    public character: number;
    public static encode(message: ISourcePosition, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): SourcePosition;
}

export interface IReadContentRequest {
    digest?: (string|null);
    offset?: (number|null);
    size?: (number|null);
}

export class ReadContentRequest implements IReadContentRequest {
    constructor(properties?: IReadContentRequest);
    public digest: string;
    public offset: number;
    public size: number;
    public static encode(message: IReadContentRequest, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ReadContentRequest;
}

export interface IReadContentResponse {
    offset?: (number|null);
    data?: (Uint8Array|null);
}

export class ReadContentResponse implements IReadContentResponse {
    constructor(properties?: IReadContentResponse);
    public offset: number;
    public data: Uint8Array;
    public static encode(message: IReadContentResponse, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ReadContentResponse;
}

export interface IContentInfo {
    digest?: (string|null);
    size?: (number|null);
}

export class ContentInfo implements IContentInfo {
    constructor(properties?: IContentInfo);
    public digest: string;
    public size: number;
    public static encode(message: IContentInfo, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ContentInfo;
}

export interface IContentInfoRequest {
    digest?: (string|null);
}

export class ContentInfoRequest implements IContentInfoRequest {
    constructor(properties?: IContentInfoRequest);
    public digest: string;
    public static encode(message: IContentInfoRequest, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ContentInfoRequest;
}

export interface IContentInfoResponse {
    info?: (IContentInfo|null);
}

export class ContentInfoResponse implements IContentInfoResponse {
    constructor(properties?: IContentInfoResponse);
    public info?: (IContentInfo|null);
    public static encode(message: IContentInfoResponse, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ContentInfoResponse;
}

export interface IWriteContentRequest {
    action?: (number|null);
    ref?: (string|null);
    total?: (number|null);
    expected?: (string|null);
    offset?: (number|null);
    data?: (Uint8Array|null);
}

export class WriteContentRequest implements IWriteContentRequest {
    constructor(properties?: IWriteContentRequest);
    public action: number;
    public ref: string;
    public total: number;
    public expected: string;
    public offset: number;
    public data: Uint8Array;
    public static encode(message: IWriteContentRequest, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): WriteContentRequest;
}

export interface IWriteContentResponse {
    action?: (number|null);
    offset?: (number|null);
    total?: (number|null);
    digest?: (string|null);
}

export class WriteContentResponse implements IWriteContentResponse {
    constructor(properties?: IWriteContentResponse);
    public action: number;
    public offset: number;
    public total: number;
    public digest: string;
    public static encode(message: IWriteContentResponse, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): WriteContentResponse;
}

export interface IAbortContentRequest {
    ref?: (string|null);
}

export class AbortContentRequest implements IAbortContentRequest {
    constructor(properties?: IAbortContentRequest);
    public ref: string;
    public static encode(message: IAbortContentRequest, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): AbortContentRequest;
}

export interface IAbortContentResponse {
}

export class AbortContentResponse implements IAbortContentResponse {
    constructor(properties?: IAbortContentResponse);
    public static encode(message: IAbortContentResponse, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): AbortContentResponse;
}

export interface IControlSolveRequest {
    ref?: (string|null);
    exporterDeprecated?: (string|null);
    exporterAttrsDeprecated?: ({ [k: string]: string }|null);
    session?: (string|null);
    frontend?: (string|null);
    frontendAttrs?: ({ [k: string]: string }|null);
    cache?: (ICacheOptions|null);
    entitlements?: (string[]|null);
    internal?: (boolean|null);
    sourcePolicy?: (ISourcePolicy|null);
    exporters?: (IExporter[]|null);
    sourcePolicySession?: (string|null);
    compatibilityVersion?: (number|null);
}

export class ControlSolveRequest implements IControlSolveRequest {
    constructor(properties?: IControlSolveRequest);
    public ref: string;
    public exporterDeprecated: string;
    public exporterAttrsDeprecated: { [k: string]: string };
    public session: string;
    public frontend: string;
    public frontendAttrs: { [k: string]: string };
    public cache?: (ICacheOptions|null);
    public entitlements: string[];
    public internal: boolean;
    public sourcePolicy?: (ISourcePolicy|null);
    public exporters: IExporter[];
    public sourcePolicySession: string;
    public compatibilityVersion: number;
    public static encode(message: IControlSolveRequest, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ControlSolveRequest;
}

export interface IExporter {
    type?: (string|null);
    attrs?: ({ [k: string]: string }|null);
}

export class Exporter implements IExporter {
    constructor(properties?: IExporter);
    public type: string;
    public attrs: { [k: string]: string };
    public static encode(message: IExporter, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): Exporter;
}

export interface ISourcePolicy {
    version?: (number|null);
    rules?: (ISourceRule[]|null);
}

export class SourcePolicy implements ISourcePolicy {
    constructor(properties?: ISourcePolicy);
    public version: number;
    public rules: ISourceRule[];
    public static encode(message: ISourcePolicy, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): SourcePolicy;
}

export interface ISourceRule {
    action?: (number|null);
    selector?: (ISourceSelector|null);
    updates?: (ISourceOp|null);
}

export class SourceRule implements ISourceRule {
    constructor(properties?: ISourceRule);
    public action: number;
    public selector?: (ISourceSelector|null);
    public updates?: (ISourceOp|null);
    public static encode(message: ISourceRule, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): SourceRule;
}

export interface ISourceSelector {
    identifier?: (string|null);
    matchType?: (number|null);
    constraints?: (ISourceConstraint[]|null);
}

export class SourceSelector implements ISourceSelector {
    constructor(properties?: ISourceSelector);
    public identifier: string;
    public matchType: number;
    public constraints: ISourceConstraint[];
    public static encode(message: ISourceSelector, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): SourceSelector;
}

export interface ISourceConstraint {
    key?: (string|null);
    value?: (string|null);
    condition?: (number|null);
}

export class SourceConstraint implements ISourceConstraint {
    constructor(properties?: ISourceConstraint);
    public key: string;
    public value: string;
    public condition: number;
    public static encode(message: ISourceConstraint, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): SourceConstraint;
}

export interface ICacheOptions {
    exports?: (ICacheOptionsEntry[]|null);
    imports?: (ICacheOptionsEntry[]|null);
}

export class CacheOptions implements ICacheOptions {
    constructor(properties?: ICacheOptions);
    public exports: ICacheOptionsEntry[];
    public imports: ICacheOptionsEntry[];
    public static encode(message: ICacheOptions, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): CacheOptions;
}

export interface ICacheOptionsEntry {
    type?: (string|null);
    attrs?: ({ [k: string]: string }|null);
}

export class CacheOptionsEntry implements ICacheOptionsEntry {
    constructor(properties?: ICacheOptionsEntry);
    public type: string;
    public attrs: { [k: string]: string };
    public static encode(message: ICacheOptionsEntry, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): CacheOptionsEntry;
}

export interface IControlSolveResponse {
    exporterResponse?: ({ [k: string]: string }|null);
}

export class ControlSolveResponse implements IControlSolveResponse {
    constructor(properties?: IControlSolveResponse);
    public exporterResponse: { [k: string]: string };
    public static encode(message: IControlSolveResponse, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ControlSolveResponse;
}

export interface IStatusRequest {
    ref?: (string|null);
}

export class StatusRequest implements IStatusRequest {
    constructor(properties?: IStatusRequest);
    public ref: string;
    public static encode(message: IStatusRequest, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): StatusRequest;
}

export interface IStatusResponse {
    vertexes?: (IVertex[]|null);
    statuses?: (IVertexStatus[]|null);
    logs?: (IVertexLog[]|null);
    warnings?: (IVertexWarning[]|null);
}

export class StatusResponse implements IStatusResponse {
    constructor(properties?: IStatusResponse);
    public vertexes: IVertex[];
    public statuses: IVertexStatus[];
    public logs: IVertexLog[];
    public warnings: IVertexWarning[];
    public static encode(message: IStatusResponse, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): StatusResponse;
}

export interface IVertex {
    digest?: (string|null);
    inputs?: (string[]|null);
    name?: (string|null);
    cached?: (boolean|null);
    started?: (ITimestamp|null);
    completed?: (ITimestamp|null);
    error?: (string|null);
    progressGroup?: (IProgressGroup|null);
}

export class Vertex implements IVertex {
    constructor(properties?: IVertex);
    public digest: string;
    public inputs: string[];
    public name: string;
    public cached: boolean;
    public started?: (ITimestamp|null);
    public completed?: (ITimestamp|null);
    public error: string;
    public progressGroup?: (IProgressGroup|null);
    public static encode(message: IVertex, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): Vertex;
}

export interface IVertexStatus {
    id?: (string|null);
    vertex?: (string|null);
    name?: (string|null);
    current?: (number|null);
    total?: (number|null);
    timestamp?: (ITimestamp|null);
    started?: (ITimestamp|null);
    completed?: (ITimestamp|null);
}

export class VertexStatus implements IVertexStatus {
    constructor(properties?: IVertexStatus);
    public id: string;
    public vertex: string;
    public name: string;
    public current: number;
    public total: number;
    public timestamp?: (ITimestamp|null);
    public started?: (ITimestamp|null);
    public completed?: (ITimestamp|null);
    public static encode(message: IVertexStatus, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): VertexStatus;
}

export interface IVertexLog {
    vertex?: (string|null);
    timestamp?: (ITimestamp|null);
    stream?: (number|null);
    msg?: (Uint8Array|null);
}

export class VertexLog implements IVertexLog {
    constructor(properties?: IVertexLog);
    public vertex: string;
    public timestamp?: (ITimestamp|null);
    public stream: number;
    public msg: Uint8Array;
    public static encode(message: IVertexLog, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): VertexLog;
}

export interface IVertexWarning {
    vertex?: (string|null);
    level?: (number|null);
    short?: (Uint8Array|null);
    detail?: (Uint8Array[]|null);
    url?: (string|null);
    info?: (ISourceInfo|null);
    ranges?: (ISourceRange[]|null);
}

export class VertexWarning implements IVertexWarning {
    constructor(properties?: IVertexWarning);
    public vertex: string;
    public level: number;
    public short: Uint8Array;
    public detail: Uint8Array[];
    public url: string;
    public info?: (ISourceInfo|null);
    public ranges: ISourceRange[];
    public static encode(message: IVertexWarning, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): VertexWarning;
}

export interface IDiskUsageRequest {
    filter?: (string[]|null);
}

export class DiskUsageRequest implements IDiskUsageRequest {
    constructor(properties?: IDiskUsageRequest);
    public filter: string[];
    public static encode(message: IDiskUsageRequest, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): DiskUsageRequest;
}

export interface IDiskUsageResponse {
    record?: (IUsageRecord[]|null);
}

export class DiskUsageResponse implements IDiskUsageResponse {
    constructor(properties?: IDiskUsageResponse);
    public record: IUsageRecord[];
    public static encode(message: IDiskUsageResponse, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): DiskUsageResponse;
}

export interface IPruneRequest {
    filter?: (string[]|null);
    all?: (boolean|null);
    keepDuration?: (number|null);
    reservedSpace?: (number|null);
    maxUsedSpace?: (number|null);
    minFreeSpace?: (number|null);
}

export class PruneRequest implements IPruneRequest {
    constructor(properties?: IPruneRequest);
    public filter: string[];
    public all: boolean;
    public keepDuration: number;
    public reservedSpace: number;
    public maxUsedSpace: number;
    public minFreeSpace: number;
    public static encode(message: IPruneRequest, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): PruneRequest;
}

export interface IUsageRecord {
    id?: (string|null);
    mutable?: (boolean|null);
    inUse?: (boolean|null);
    size?: (number|null);
    createdAt?: (ITimestamp|null);
    lastUsedAt?: (ITimestamp|null);
    usageCount?: (number|null);
    description?: (string|null);
    recordType?: (string|null);
    shared?: (boolean|null);
    parents?: (string[]|null);
}

export class UsageRecord implements IUsageRecord {
    constructor(properties?: IUsageRecord);
    public id: string;
    public mutable: boolean;
    public inUse: boolean;
    public size: number;
    public createdAt?: (ITimestamp|null);
    public lastUsedAt?: (ITimestamp|null);
    public usageCount: number;
    public description: string;
    public recordType: string;
    public shared: boolean;
    public parents: string[];
    public static encode(message: IUsageRecord, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): UsageRecord;
}

export interface IListWorkersRequest {
    filter?: (string[]|null);
}

export class ListWorkersRequest implements IListWorkersRequest {
    constructor(properties?: IListWorkersRequest);
    public filter: string[];
    public static encode(message: IListWorkersRequest, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ListWorkersRequest;
}

export interface IListWorkersResponse {
    record?: (IWorkerRecord[]|null);
}

export class ListWorkersResponse implements IListWorkersResponse {
    constructor(properties?: IListWorkersResponse);
    public record: IWorkerRecord[];
    public static encode(message: IListWorkersResponse, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ListWorkersResponse;
}

export interface IInfoRequest {
}

export class InfoRequest implements IInfoRequest {
    constructor(properties?: IInfoRequest);
    public static encode(message: IInfoRequest, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): InfoRequest;
}

export interface IInfoResponse {
    buildkitVersion?: (IBuildkitVersion|null);
}

export class InfoResponse implements IInfoResponse {
    constructor(properties?: IInfoResponse);
    public buildkitVersion?: (IBuildkitVersion|null);
    public static encode(message: IInfoResponse, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): InfoResponse;
}

export interface IBuildHistoryRequest {
    activeOnly?: (boolean|null);
    ref?: (string|null);
    earlyExit?: (boolean|null);
    filter?: (string[]|null);
    limit?: (number|null);
}

export class BuildHistoryRequest implements IBuildHistoryRequest {
    constructor(properties?: IBuildHistoryRequest);
    public activeOnly: boolean;
    public ref: string;
    public earlyExit: boolean;
    public filter: string[];
    public limit: number;
    public static encode(message: IBuildHistoryRequest, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): BuildHistoryRequest;
}

export interface IBuildHistoryEvent {
    type?: (number|null);
    record?: (IBuildHistoryRecord|null);
}

export class BuildHistoryEvent implements IBuildHistoryEvent {
    constructor(properties?: IBuildHistoryEvent);
    public type: number;
    public record?: (IBuildHistoryRecord|null);
    public static encode(message: IBuildHistoryEvent, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): BuildHistoryEvent;
}

export interface IBuildHistoryRecord {
    ref?: (string|null);
    frontend?: (string|null);
    frontendAttrs?: ({ [k: string]: string }|null);
    exporters?: (IExporter[]|null);
    error?: (IRpcStatus|null);
    createdAt?: (ITimestamp|null);
    completedAt?: (ITimestamp|null);
    pinned?: (boolean|null);
    numCachedSteps?: (number|null);
    numTotalSteps?: (number|null);
    numCompletedSteps?: (number|null);
    numWarnings?: (number|null);
}

export class BuildHistoryRecord implements IBuildHistoryRecord {
    constructor(properties?: IBuildHistoryRecord);
    public ref: string;
    public frontend: string;
    public frontendAttrs: { [k: string]: string };
    public exporters: IExporter[];
    public error?: (IRpcStatus|null);
    public createdAt?: (ITimestamp|null);
    public completedAt?: (ITimestamp|null);
    public pinned: boolean;
    public numCachedSteps: number;
    public numTotalSteps: number;
    public numCompletedSteps: number;
    public numWarnings: number;
    public static encode(message: IBuildHistoryRecord, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): BuildHistoryRecord;
}

export interface IUpdateBuildHistoryRequest {
    ref?: (string|null);
    pinned?: (boolean|null);
    "delete"?: (boolean|null);
    finalize?: (boolean|null);
}

export class UpdateBuildHistoryRequest implements IUpdateBuildHistoryRequest {
    constructor(properties?: IUpdateBuildHistoryRequest);
    public ref: string;
    public pinned: boolean;
    public delete: boolean;
    public finalize: boolean;
    public static encode(message: IUpdateBuildHistoryRequest, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): UpdateBuildHistoryRequest;
}

export interface IUpdateBuildHistoryResponse {
}

export class UpdateBuildHistoryResponse implements IUpdateBuildHistoryResponse {
    constructor(properties?: IUpdateBuildHistoryResponse);
    public static encode(message: IUpdateBuildHistoryResponse, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): UpdateBuildHistoryResponse;
}

export interface IGatewaySolveRequest {
    definition?: (Uint8Array|null);
    allowResultReturn?: (boolean|null);
    allowResultArrayRef?: (boolean|null);
    cacheImports?: (ICacheOptionsEntry[]|null);
    evaluate?: (boolean|null);
}

export class GatewaySolveRequest implements IGatewaySolveRequest {
    constructor(properties?: IGatewaySolveRequest);
    public definition: Uint8Array;
    public allowResultReturn: boolean;
    public allowResultArrayRef: boolean;
    public cacheImports: ICacheOptionsEntry[];
    public evaluate: boolean;
    public static encode(message: IGatewaySolveRequest, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): GatewaySolveRequest;
}

export interface IGatewaySolveResponse {
    result?: (IResult|null);
}

export class GatewaySolveResponse implements IGatewaySolveResponse {
    constructor(properties?: IGatewaySolveResponse);
    public result?: (IResult|null);
    public static encode(message: IGatewaySolveResponse, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): GatewaySolveResponse;
}

export interface IResult {
    ref?: (IRef|null);
    refs?: (IRefMap|null);
    metadata?: ({ [k: string]: Uint8Array }|null);
    attestations?: ({ [k: string]: IAttestations }|null);
}

export class Result implements IResult {
    constructor(properties?: IResult);
    public ref?: (IRef|null);
    public refs?: (IRefMap|null);
    public metadata: { [k: string]: Uint8Array };
    public attestations: { [k: string]: IAttestations };
    public result?: ("ref"|"refs");
    public static encode(message: IResult, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): Result;
}

export interface IAttestations {
    attestation?: (IAttestation[]|null);
}

export class Attestations implements IAttestations {
    constructor(properties?: IAttestations);
    public attestation: IAttestation[];
    public static encode(message: IAttestations, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): Attestations;
}

export interface IAttestation {
    kind?: (number|null);
    metadata?: ({ [k: string]: Uint8Array }|null);
    ref?: (IRef|null);
    path?: (string|null);
    inTotoPredicateType?: (string|null);
    inTotoSubjects?: (IInTotoSubject[]|null);
}

export class Attestation implements IAttestation {
    constructor(properties?: IAttestation);
    public kind: number;
    public metadata: { [k: string]: Uint8Array };
    public ref?: (IRef|null);
    public path: string;
    public inTotoPredicateType: string;
    public inTotoSubjects: IInTotoSubject[];
    public static encode(message: IAttestation, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): Attestation;
}

export interface IInTotoSubject {
    kind?: (number|null);
    digest?: (string[]|null);
    name?: (string|null);
}

export class InTotoSubject implements IInTotoSubject {
    constructor(properties?: IInTotoSubject);
    public kind: number;
    public digest: string[];
    public name: string;
    public static encode(message: IInTotoSubject, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): InTotoSubject;
}

export interface IRef {
    id?: (string|null);
    def?: (Uint8Array|null);
}

export class Ref implements IRef {
    constructor(properties?: IRef);
    public id: string;
    public def: Uint8Array;
    public static encode(message: IRef, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): Ref;
}

export interface IRefMap {
    refs?: ({ [k: string]: IRef }|null);
}

export class RefMap implements IRefMap {
    constructor(properties?: IRefMap);
    public refs: { [k: string]: IRef };
    public static encode(message: IRefMap, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): RefMap;
}

export interface IReturnRequest {
    result?: (IResult|null);
    error?: (IRpcStatus|null);
}

export class ReturnRequest implements IReturnRequest {
    constructor(properties?: IReturnRequest);
    public result?: (IResult|null);
    public error?: (IRpcStatus|null);
    public static encode(message: IReturnRequest, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ReturnRequest;
}

export interface IReturnResponse {
}

export class ReturnResponse implements IReturnResponse {
    constructor(properties?: IReturnResponse);
    public static encode(message: IReturnResponse, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ReturnResponse;
}

export interface IPingRequest {
}

export class PingRequest implements IPingRequest {
    constructor(properties?: IPingRequest);
    public static encode(message: IPingRequest, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): PingRequest;
}

export interface IPongResponse {
    frontendCaps?: (ICapability[]|null);
    llbCaps?: (ICapability[]|null);
    workers?: (IWorkerRecord[]|null);
}

export class PongResponse implements IPongResponse {
    constructor(properties?: IPongResponse);
    public frontendCaps: ICapability[];
    public llbCaps: ICapability[];
    public workers: IWorkerRecord[];
    public static encode(message: IPongResponse, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): PongResponse;
}

export interface ICapability {
    id?: (string|null);
    enabled?: (boolean|null);
    disabledReason?: (string|null);
    disabledReasonMsg?: (string|null);
}

export class Capability implements ICapability {
    constructor(properties?: ICapability);
    public id: string;
    public enabled: boolean;
    public disabledReason: string;
    public disabledReasonMsg: string;
    public static encode(message: ICapability, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): Capability;
}

export interface IReadFileRequest {
    Ref?: (string|null);
    FilePath?: (string|null);
    Range?: (IFileRange|null);
}

export class ReadFileRequest implements IReadFileRequest {
    constructor(properties?: IReadFileRequest);
    public Ref: string;
    public FilePath: string;
    public Range?: (IFileRange|null);
    public static encode(message: IReadFileRequest, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ReadFileRequest;
}

export interface IFileRange {
    Offset?: (number|null);
    Length?: (number|null);
}

export class FileRange implements IFileRange {
    constructor(properties?: IFileRange);
    public Offset: number;
    public Length: number;
    public static encode(message: IFileRange, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): FileRange;
}

export interface IReadFileResponse {
    Data?: (Uint8Array|null);
}

export class ReadFileResponse implements IReadFileResponse {
    constructor(properties?: IReadFileResponse);
    public Data: Uint8Array;
    public static encode(message: IReadFileResponse, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ReadFileResponse;
}

export interface IReadDirRequest {
    Ref?: (string|null);
    DirPath?: (string|null);
}

export class ReadDirRequest implements IReadDirRequest {
    constructor(properties?: IReadDirRequest);
    public Ref: string;
    public DirPath: string;
    public static encode(message: IReadDirRequest, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ReadDirRequest;
}

export interface IReadDirResponse {
    entries?: (IFileStat[]|null);
}

export class ReadDirResponse implements IReadDirResponse {
    constructor(properties?: IReadDirResponse);
    public entries: IFileStat[];
    public static encode(message: IReadDirResponse, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ReadDirResponse;
}

export interface IStatFileRequest {
    Ref?: (string|null);
    Path?: (string|null);
}

export class StatFileRequest implements IStatFileRequest {
    constructor(properties?: IStatFileRequest);
    public Ref: string;
    public Path: string;
    public static encode(message: IStatFileRequest, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): StatFileRequest;
}

export interface IStatFileResponse {
    stat?: (IFileStat|null);
}

export class StatFileResponse implements IStatFileResponse {
    constructor(properties?: IStatFileResponse);
    public stat?: (IFileStat|null);
    public static encode(message: IStatFileResponse, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): StatFileResponse;
}

export interface IFileStat {
    path?: (string|null);
    mode?: (number|null);
    uid?: (number|null);
    gid?: (number|null);
    size?: (number|null);
    modTime?: (number|null);
    linkname?: (string|null);
}

export class FileStat implements IFileStat {
    constructor(properties?: IFileStat);
    public path: string;
    public mode: number;
    public uid: number;
    public gid: number;
    public size: number;
    public modTime: number;
    public linkname: string;
    public static encode(message: IFileStat, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): FileStat;
}

export interface INewContainerRequest {
    ContainerID?: (string|null);
    Mounts?: (Uint8Array[]|null);
    Network?: (number|null);
    platform?: (IPlatform|null);
    extraHosts?: (IHostIp[]|null);
    hostname?: (string|null);
}

export class NewContainerRequest implements INewContainerRequest {
    constructor(properties?: INewContainerRequest);
    public ContainerID: string;
    public Mounts: Uint8Array[];
    public Network: number;
    public platform?: (IPlatform|null);
    public extraHosts: IHostIp[];
    public hostname: string;
    public static encode(message: INewContainerRequest, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): NewContainerRequest;
}

export interface IHostIp {
    host?: (string|null);
    ip?: (string|null);
}

export class HostIp implements IHostIp {
    constructor(properties?: IHostIp);
    public host: string;
    public ip: string;
    public static encode(message: IHostIp, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): HostIp;
}

export interface INewContainerResponse {
}

export class NewContainerResponse implements INewContainerResponse {
    constructor(properties?: INewContainerResponse);
    public static encode(message: INewContainerResponse, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): NewContainerResponse;
}

export interface IReleaseContainerRequest {
    ContainerID?: (string|null);
}

export class ReleaseContainerRequest implements IReleaseContainerRequest {
    constructor(properties?: IReleaseContainerRequest);
    public ContainerID: string;
    public static encode(message: IReleaseContainerRequest, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ReleaseContainerRequest;
}

export interface IReleaseContainerResponse {
}

export class ReleaseContainerResponse implements IReleaseContainerResponse {
    constructor(properties?: IReleaseContainerResponse);
    public static encode(message: IReleaseContainerResponse, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ReleaseContainerResponse;
}

export interface IExecMessage {
    ProcessID?: (string|null);
    Init?: (IInitMessage|null);
    File?: (IFdMessage|null);
    Resize?: (IResizeMessage|null);
    Started?: (IStartedMessage|null);
    Exit?: (IExitMessage|null);
    Done?: (IDoneMessage|null);
    Signal?: (ISignalMessage|null);
}

export class ExecMessage implements IExecMessage {
    constructor(properties?: IExecMessage);
    public ProcessID: string;
    public Init?: (IInitMessage|null);
    public File?: (IFdMessage|null);
    public Resize?: (IResizeMessage|null);
    public Started?: (IStartedMessage|null);
    public Exit?: (IExitMessage|null);
    public Done?: (IDoneMessage|null);
    public Signal?: (ISignalMessage|null);
    public Input?: ("Init"|"File"|"Resize"|"Started"|"Exit"|"Done"|"Signal");
    public static encode(message: IExecMessage, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ExecMessage;
}

export interface IInitMessage {
    ContainerID?: (string|null);
    Meta?: (Uint8Array|null);
    Fds?: (number[]|null);
    Tty?: (boolean|null);
    Security?: (number|null);
    secretenv?: (ISecretEnv[]|null);
}

export class InitMessage implements IInitMessage {
    constructor(properties?: IInitMessage);
    public ContainerID: string;
    public Meta: Uint8Array;
    public Fds: number[];
    public Tty: boolean;
    public Security: number;
    public secretenv: ISecretEnv[];
    public static encode(message: IInitMessage, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): InitMessage;
}

export interface ISecretEnv {
    ID?: (string|null);
    name?: (string|null);
    optional?: (boolean|null);
}

export class SecretEnv implements ISecretEnv {
    constructor(properties?: ISecretEnv);
    public ID: string;
    public name: string;
    public optional: boolean;
    public static encode(message: ISecretEnv, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): SecretEnv;
}

export interface IFdMessage {
    Fd?: (number|null);
    EOF?: (boolean|null);
    Data?: (Uint8Array|null);
}

export class FdMessage implements IFdMessage {
    constructor(properties?: IFdMessage);
    public Fd: number;
    public EOF: boolean;
    public Data: Uint8Array;
    public static encode(message: IFdMessage, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): FdMessage;
}

export interface IResizeMessage {
    Rows?: (number|null);
    Cols?: (number|null);
}

export class ResizeMessage implements IResizeMessage {
    constructor(properties?: IResizeMessage);
    public Rows: number;
    public Cols: number;
    public static encode(message: IResizeMessage, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ResizeMessage;
}

export interface IStartedMessage {
}

export class StartedMessage implements IStartedMessage {
    constructor(properties?: IStartedMessage);
    public static encode(message: IStartedMessage, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): StartedMessage;
}

export interface IExitMessage {
    Code?: (number|null);
    Error?: (IRpcStatus|null);
}

export class ExitMessage implements IExitMessage {
    constructor(properties?: IExitMessage);
    public Code: number;
    public Error?: (IRpcStatus|null);
    public static encode(message: IExitMessage, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ExitMessage;
}

export interface IDoneMessage {
}

export class DoneMessage implements IDoneMessage {
    constructor(properties?: IDoneMessage);
    public static encode(message: IDoneMessage, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): DoneMessage;
}

export interface ISignalMessage {
    Name?: (string|null);
}

export class SignalMessage implements ISignalMessage {
    constructor(properties?: ISignalMessage);
    public Name: string;
    public static encode(message: ISignalMessage, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): SignalMessage;
}

export interface IHealthCheckRequest {
    service?: (string|null);
}

export class HealthCheckRequest implements IHealthCheckRequest {
    constructor(properties?: IHealthCheckRequest);
    public service: string;
    public static encode(message: IHealthCheckRequest, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): HealthCheckRequest;
}

export interface IHealthCheckResponse {
    status?: (HealthCheckResponse.ServingStatus|null);
}

export class HealthCheckResponse implements IHealthCheckResponse {
    constructor(properties?: IHealthCheckResponse);
    public status: HealthCheckResponse.ServingStatus;
    public static encode(message: IHealthCheckResponse, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): HealthCheckResponse;
}

export namespace HealthCheckResponse {

    enum ServingStatus {
        UNKNOWN = 0,
        SERVING = 1
    }
}

export interface ICredentialsRequest {
    host?: (string|null);
}

export class CredentialsRequest implements ICredentialsRequest {
    constructor(properties?: ICredentialsRequest);
    public host: string;
    public static encode(message: ICredentialsRequest, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): CredentialsRequest;
}

export interface ICredentialsResponse {
    username?: (string|null);
    secret?: (string|null);
}

export class CredentialsResponse implements ICredentialsResponse {
    constructor(properties?: ICredentialsResponse);
    public username: string;
    public secret: string;
    public static encode(message: ICredentialsResponse, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): CredentialsResponse;
}

export interface IFetchTokenRequest {
    clientId?: (string|null);
    host?: (string|null);
    realm?: (string|null);
    service?: (string|null);
    scopes?: (string[]|null);
}

export class FetchTokenRequest implements IFetchTokenRequest {
    constructor(properties?: IFetchTokenRequest);
    public clientId: string;
    public host: string;
    public realm: string;
    public service: string;
    public scopes: string[];
    public static encode(message: IFetchTokenRequest, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): FetchTokenRequest;
}

export interface IFetchTokenResponse {
    token?: (string|null);
    expiresIn?: (number|null);
    issuedAt?: (number|null);
}

export class FetchTokenResponse implements IFetchTokenResponse {
    constructor(properties?: IFetchTokenResponse);
    public token: string;
    public expiresIn: number;
    public issuedAt: number;
    public static encode(message: IFetchTokenResponse, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): FetchTokenResponse;
}

export interface IGetSecretRequest {
    id?: (string|null);
    annotations?: ({ [k: string]: string }|null);
}

export class GetSecretRequest implements IGetSecretRequest {
    constructor(properties?: IGetSecretRequest);
    public id: string;
    public annotations: { [k: string]: string };
    public static encode(message: IGetSecretRequest, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): GetSecretRequest;
}

export interface IGetSecretResponse {
    data?: (Uint8Array|null);
}

export class GetSecretResponse implements IGetSecretResponse {
    constructor(properties?: IGetSecretResponse);
    public data: Uint8Array;
    public static encode(message: IGetSecretResponse, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): GetSecretResponse;
}

export interface IGetTokenAuthorityRequest {
    host?: (string|null);
    salt?: (Uint8Array|null);
}

export class GetTokenAuthorityRequest implements IGetTokenAuthorityRequest {
    constructor(properties?: IGetTokenAuthorityRequest);
    public host: string;
    public salt: Uint8Array;
    public static encode(message: IGetTokenAuthorityRequest, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): GetTokenAuthorityRequest;
}

export interface IGetTokenAuthorityResponse {
    publicKey?: (Uint8Array|null);
}

export class GetTokenAuthorityResponse implements IGetTokenAuthorityResponse {
    constructor(properties?: IGetTokenAuthorityResponse);
    public publicKey: Uint8Array;
    public static encode(message: IGetTokenAuthorityResponse, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): GetTokenAuthorityResponse;
}

export interface IVerifyTokenAuthorityRequest {
    host?: (string|null);
    payload?: (Uint8Array|null);
    salt?: (Uint8Array|null);
}

export class VerifyTokenAuthorityRequest implements IVerifyTokenAuthorityRequest {
    constructor(properties?: IVerifyTokenAuthorityRequest);
    public host: string;
    public payload: Uint8Array;
    public salt: Uint8Array;
    public static encode(message: IVerifyTokenAuthorityRequest, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): VerifyTokenAuthorityRequest;
}

export interface IVerifyTokenAuthorityResponse {
    signed?: (Uint8Array|null);
}

export class VerifyTokenAuthorityResponse implements IVerifyTokenAuthorityResponse {
    constructor(properties?: IVerifyTokenAuthorityResponse);
    public signed: Uint8Array;
    public static encode(message: IVerifyTokenAuthorityResponse, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): VerifyTokenAuthorityResponse;
}

export interface ICheckAgentRequest {
    id?: (string|null);
}

export class CheckAgentRequest implements ICheckAgentRequest {
    constructor(properties?: ICheckAgentRequest);
    public id: string;
    public static encode(message: ICheckAgentRequest, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): CheckAgentRequest;
}

export interface ICheckAgentResponse {
}

export class CheckAgentResponse implements ICheckAgentResponse {
    constructor(properties?: ICheckAgentResponse);
    public static encode(message: ICheckAgentResponse, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): CheckAgentResponse;
}

export interface ICheckPolicyRequest {
    platform?: (IPlatform|null);
    source?: (ICheckedSource|null);
}

export class CheckPolicyRequest implements ICheckPolicyRequest {
    constructor(properties?: ICheckPolicyRequest);
    public platform?: (IPlatform|null);
    public source?: (ICheckedSource|null);
    public static encode(message: ICheckPolicyRequest, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): CheckPolicyRequest;
}

export interface ICheckedSource {
    source?: (ISourceOp|null);
}

export class CheckedSource implements ICheckedSource {
    constructor(properties?: ICheckedSource);
    public source?: (ISourceOp|null);
    public static encode(message: ICheckedSource, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): CheckedSource;
}

export interface ICheckPolicyResponse {
    decision?: (IPolicyDecision|null);
}

export class CheckPolicyResponse implements ICheckPolicyResponse {
    constructor(properties?: ICheckPolicyResponse);
    public decision?: (IPolicyDecision|null);
    public static encode(message: ICheckPolicyResponse, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): CheckPolicyResponse;
}

export interface IPolicyDecision {
    action?: (number|null);
    denyMessages?: (IDenyMessage[]|null);
}

export class PolicyDecision implements IPolicyDecision {
    constructor(properties?: IPolicyDecision);
    public action: number;
    public denyMessages: IDenyMessage[];
    public static encode(message: IPolicyDecision, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): PolicyDecision;
}

export interface IDenyMessage {
    message?: (string|null);
}

export class DenyMessage implements IDenyMessage {
    constructor(properties?: IDenyMessage);
    public message: string;
    public static encode(message: IDenyMessage, writer?: $protobuf.Writer): $protobuf.Writer;
    public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): DenyMessage;
}
