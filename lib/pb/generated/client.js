// Made by scripts/generate-pb from common.proto, content.proto, control.proto, gateway.proto, session.proto. Do not edit.
/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars*/
"use strict";

var $protobuf = require("../runtime");

var $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;

var $root = $protobuf.roots["client"] || ($protobuf.roots["client"] = {});

$root.Timestamp = (function() {

    function Timestamp(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    Timestamp.prototype.seconds = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
    Timestamp.prototype.nanos = 0;

    Timestamp.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.seconds != null && Object.hasOwnProperty.call(m, "seconds"))
            w.uint32(8).int64(m.seconds);
        if (m.nanos != null && Object.hasOwnProperty.call(m, "nanos"))
            w.uint32(16).int32(m.nanos);
        return w;
    };

    Timestamp.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.Timestamp();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.seconds = r.int64();
                    break;
                }
            case 2: {
                    m.nanos = r.int32();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return Timestamp;
})();

$root.Any = (function() {

    function Any(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    Any.prototype.typeUrl = "";
    Any.prototype.value = $util.newBuffer([]);

    Any.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.typeUrl != null && Object.hasOwnProperty.call(m, "typeUrl"))
            w.uint32(10).string(m.typeUrl);
        if (m.value != null && Object.hasOwnProperty.call(m, "value"))
            w.uint32(18).bytes(m.value);
        return w;
    };

    Any.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.Any();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.typeUrl = r.string();
                    break;
                }
            case 2: {
                    m.value = r.bytes();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return Any;
})();

$root.RpcStatus = (function() {

    function RpcStatus(p) {
        this.details = [];
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    RpcStatus.prototype.code = 0;
    RpcStatus.prototype.message = "";
    RpcStatus.prototype.details = $util.emptyArray;

    RpcStatus.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.code != null && Object.hasOwnProperty.call(m, "code"))
            w.uint32(8).int32(m.code);
        if (m.message != null && Object.hasOwnProperty.call(m, "message"))
            w.uint32(18).string(m.message);
        if (m.details != null && m.details.length) {
            for (var i = 0; i < m.details.length; ++i)
                $root.Any.encode(m.details[i], w.uint32(26).fork(), q + 1).ldelim();
        }
        return w;
    };

    RpcStatus.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.RpcStatus();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.code = r.int32();
                    break;
                }
            case 2: {
                    m.message = r.string();
                    break;
                }
            case 3: {
                    if (!(m.details && m.details.length))
                        m.details = [];
                    m.details.push($root.Any.decode(r, r.uint32(), undefined, n + 1));
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return RpcStatus;
})();

$root.BytesMessage = (function() {

    function BytesMessage(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    BytesMessage.prototype.data = $util.newBuffer([]);

    BytesMessage.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.data != null && Object.hasOwnProperty.call(m, "data"))
            w.uint32(10).bytes(m.data);
        return w;
    };

    BytesMessage.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.BytesMessage();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.data = r.bytes();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return BytesMessage;
})();

$root.Platform = (function() {

    function Platform(p) {
        this.osFeatures = [];
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    Platform.prototype.architecture = "";
    Platform.prototype.os = "";
    Platform.prototype.variant = "";
    Platform.prototype.osVersion = "";
    Platform.prototype.osFeatures = $util.emptyArray;

    Platform.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.architecture != null && Object.hasOwnProperty.call(m, "architecture"))
            w.uint32(10).string(m.architecture);
        if (m.os != null && Object.hasOwnProperty.call(m, "os"))
            w.uint32(18).string(m.os);
        if (m.variant != null && Object.hasOwnProperty.call(m, "variant"))
            w.uint32(26).string(m.variant);
        if (m.osVersion != null && Object.hasOwnProperty.call(m, "osVersion"))
            w.uint32(34).string(m.osVersion);
        if (m.osFeatures != null && m.osFeatures.length) {
            for (var i = 0; i < m.osFeatures.length; ++i)
                w.uint32(42).string(m.osFeatures[i]);
        }
        return w;
    };

    Platform.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.Platform();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.architecture = r.string();
                    break;
                }
            case 2: {
                    m.os = r.string();
                    break;
                }
            case 3: {
                    m.variant = r.string();
                    break;
                }
            case 4: {
                    m.osVersion = r.string();
                    break;
                }
            case 5: {
                    if (!(m.osFeatures && m.osFeatures.length))
                        m.osFeatures = [];
                    m.osFeatures.push(r.string());
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return Platform;
})();

$root.SourceOp = (function() {

    function SourceOp(p) {
        this.attrs = {};
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    SourceOp.prototype.identifier = "";
    SourceOp.prototype.attrs = $util.emptyObject;

    SourceOp.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.identifier != null && Object.hasOwnProperty.call(m, "identifier"))
            w.uint32(10).string(m.identifier);
        if (m.attrs != null && Object.hasOwnProperty.call(m, "attrs")) {
            for (var ks = Object.keys(m.attrs), i = 0; i < ks.length; ++i) {
                w.uint32(18).fork().uint32(10).string(ks[i]).uint32(18).string(m.attrs[ks[i]]).ldelim();
            }
        }
        return w;
    };

    SourceOp.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m, k, value;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.SourceOp();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.identifier = r.string();
                    break;
                }
            case 2: {
                    if (m.attrs === $util.emptyObject)
                        m.attrs = {};
                    var c2 = r.uint32() + r.pos;
                    if (c2 > r.len)
                        throw RangeError("index out of range");
                    r.len = c2;
                    k = "";
                    value = "";
                    while (r.pos < c2) {
                        var tag2 = r.uint32();
                        switch (tag2 >>> 3) {
                        case 1:
                            k = r.string();
                            break;
                        case 2:
                            value = r.string();
                            break;
                        default:
                            r.skipType(tag2 & 7, n);
                            break;
                        }
                    }
                    if (r.pos !== c2)
                        throw RangeError("index out of range");
                    r.len = c;
                    if (k === "__proto__")
                        $util.makeProp(m.attrs, k);
                    m.attrs[k] = value;
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return SourceOp;
})();

$root.WorkerRecord = (function() {

    function WorkerRecord(p) {
        this.labels = {};
        this.platforms = [];
        this.gcPolicy = [];
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    WorkerRecord.prototype.id = "";
    WorkerRecord.prototype.labels = $util.emptyObject;
    WorkerRecord.prototype.platforms = $util.emptyArray;
    WorkerRecord.prototype.gcPolicy = $util.emptyArray;
    WorkerRecord.prototype.buildkitVersion = null;

    WorkerRecord.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.id != null && Object.hasOwnProperty.call(m, "id"))
            w.uint32(10).string(m.id);
        if (m.labels != null && Object.hasOwnProperty.call(m, "labels")) {
            for (var ks = Object.keys(m.labels), i = 0; i < ks.length; ++i) {
                w.uint32(18).fork().uint32(10).string(ks[i]).uint32(18).string(m.labels[ks[i]]).ldelim();
            }
        }
        if (m.platforms != null && m.platforms.length) {
            for (var i = 0; i < m.platforms.length; ++i)
                $root.Platform.encode(m.platforms[i], w.uint32(26).fork(), q + 1).ldelim();
        }
        if (m.gcPolicy != null && m.gcPolicy.length) {
            for (var i = 0; i < m.gcPolicy.length; ++i)
                $root.GcPolicy.encode(m.gcPolicy[i], w.uint32(34).fork(), q + 1).ldelim();
        }
        if (m.buildkitVersion != null && Object.hasOwnProperty.call(m, "buildkitVersion"))
            $root.BuildkitVersion.encode(m.buildkitVersion, w.uint32(42).fork(), q + 1).ldelim();
        return w;
    };

    WorkerRecord.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m, k, value;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.WorkerRecord();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.id = r.string();
                    break;
                }
            case 2: {
                    if (m.labels === $util.emptyObject)
                        m.labels = {};
                    var c2 = r.uint32() + r.pos;
                    if (c2 > r.len)
                        throw RangeError("index out of range");
                    r.len = c2;
                    k = "";
                    value = "";
                    while (r.pos < c2) {
                        var tag2 = r.uint32();
                        switch (tag2 >>> 3) {
                        case 1:
                            k = r.string();
                            break;
                        case 2:
                            value = r.string();
                            break;
                        default:
                            r.skipType(tag2 & 7, n);
                            break;
                        }
                    }
                    if (r.pos !== c2)
                        throw RangeError("index out of range");
                    r.len = c;
                    if (k === "__proto__")
                        $util.makeProp(m.labels, k);
                    m.labels[k] = value;
                    break;
                }
            case 3: {
                    if (!(m.platforms && m.platforms.length))
                        m.platforms = [];
                    m.platforms.push($root.Platform.decode(r, r.uint32(), undefined, n + 1));
                    break;
                }
            case 4: {
                    if (!(m.gcPolicy && m.gcPolicy.length))
                        m.gcPolicy = [];
                    m.gcPolicy.push($root.GcPolicy.decode(r, r.uint32(), undefined, n + 1));
                    break;
                }
            case 5: {
                    m.buildkitVersion = $root.BuildkitVersion.decode(r, r.uint32(), undefined, n + 1);
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return WorkerRecord;
})();

$root.GcPolicy = (function() {

    function GcPolicy(p) {
        this.filters = [];
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    GcPolicy.prototype.all = false;
    GcPolicy.prototype.keepDuration = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
    GcPolicy.prototype.reservedSpace = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
    GcPolicy.prototype.filters = $util.emptyArray;
    GcPolicy.prototype.maxUsedSpace = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
    GcPolicy.prototype.minFreeSpace = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

    GcPolicy.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.all != null && Object.hasOwnProperty.call(m, "all"))
            w.uint32(8).bool(m.all);
        if (m.keepDuration != null && Object.hasOwnProperty.call(m, "keepDuration"))
            w.uint32(16).int64(m.keepDuration);
        if (m.reservedSpace != null && Object.hasOwnProperty.call(m, "reservedSpace"))
            w.uint32(24).int64(m.reservedSpace);
        if (m.filters != null && m.filters.length) {
            for (var i = 0; i < m.filters.length; ++i)
                w.uint32(34).string(m.filters[i]);
        }
        if (m.maxUsedSpace != null && Object.hasOwnProperty.call(m, "maxUsedSpace"))
            w.uint32(40).int64(m.maxUsedSpace);
        if (m.minFreeSpace != null && Object.hasOwnProperty.call(m, "minFreeSpace"))
            w.uint32(48).int64(m.minFreeSpace);
        return w;
    };

    GcPolicy.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.GcPolicy();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.all = r.bool();
                    break;
                }
            case 2: {
                    m.keepDuration = r.int64();
                    break;
                }
            case 3: {
                    m.reservedSpace = r.int64();
                    break;
                }
            case 4: {
                    if (!(m.filters && m.filters.length))
                        m.filters = [];
                    m.filters.push(r.string());
                    break;
                }
            case 5: {
                    m.maxUsedSpace = r.int64();
                    break;
                }
            case 6: {
                    m.minFreeSpace = r.int64();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return GcPolicy;
})();

$root.BuildkitVersion = (function() {

    function BuildkitVersion(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    BuildkitVersion.prototype["package"] = "";
    BuildkitVersion.prototype.version = "";
    BuildkitVersion.prototype.revision = "";

    BuildkitVersion.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m["package"] != null && Object.hasOwnProperty.call(m, "package"))
            w.uint32(10).string(m["package"]);
        if (m.version != null && Object.hasOwnProperty.call(m, "version"))
            w.uint32(18).string(m.version);
        if (m.revision != null && Object.hasOwnProperty.call(m, "revision"))
            w.uint32(26).string(m.revision);
        return w;
    };

    BuildkitVersion.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.BuildkitVersion();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m["package"] = r.string();
                    break;
                }
            case 2: {
                    m.version = r.string();
                    break;
                }
            case 3: {
                    m.revision = r.string();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return BuildkitVersion;
})();

$root.ProgressGroup = (function() {

    function ProgressGroup(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    ProgressGroup.prototype.id = "";
    ProgressGroup.prototype.name = "";
    ProgressGroup.prototype.weak = false;

    ProgressGroup.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.id != null && Object.hasOwnProperty.call(m, "id"))
            w.uint32(10).string(m.id);
        if (m.name != null && Object.hasOwnProperty.call(m, "name"))
            w.uint32(18).string(m.name);
        if (m.weak != null && Object.hasOwnProperty.call(m, "weak"))
            w.uint32(24).bool(m.weak);
        return w;
    };

    ProgressGroup.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.ProgressGroup();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.id = r.string();
                    break;
                }
            case 2: {
                    m.name = r.string();
                    break;
                }
            case 3: {
                    m.weak = r.bool();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return ProgressGroup;
})();

$root.SourceInfo = (function() {

    function SourceInfo(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    SourceInfo.prototype.filename = "";
    SourceInfo.prototype.data = $util.newBuffer([]);
    SourceInfo.prototype.language = "";

    SourceInfo.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.filename != null && Object.hasOwnProperty.call(m, "filename"))
            w.uint32(10).string(m.filename);
        if (m.data != null && Object.hasOwnProperty.call(m, "data"))
            w.uint32(18).bytes(m.data);
        if (m.language != null && Object.hasOwnProperty.call(m, "language"))
            w.uint32(34).string(m.language);
        return w;
    };

    SourceInfo.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.SourceInfo();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.filename = r.string();
                    break;
                }
            case 2: {
                    m.data = r.bytes();
                    break;
                }
            case 4: {
                    m.language = r.string();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return SourceInfo;
})();

$root.SourceRange = (function() {

    function SourceRange(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    SourceRange.prototype.start = null;
    SourceRange.prototype.end = null;

    SourceRange.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.start != null && Object.hasOwnProperty.call(m, "start"))
            $root.SourcePosition.encode(m.start, w.uint32(10).fork(), q + 1).ldelim();
        if (m.end != null && Object.hasOwnProperty.call(m, "end"))
            $root.SourcePosition.encode(m.end, w.uint32(18).fork(), q + 1).ldelim();
        return w;
    };

    SourceRange.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.SourceRange();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.start = $root.SourcePosition.decode(r, r.uint32(), undefined, n + 1);
                    break;
                }
            case 2: {
                    m.end = $root.SourcePosition.decode(r, r.uint32(), undefined, n + 1);
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return SourceRange;
})();

$root.SourcePosition = (function() {

    function SourcePosition(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    SourcePosition.prototype.line = 0;
    SourcePosition.prototype.character = 0;

    SourcePosition.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.line != null && Object.hasOwnProperty.call(m, "line"))
            w.uint32(8).int32(m.line);
        if (m.character != null && Object.hasOwnProperty.call(m, "character"))
            w.uint32(16).int32(m.character);
        return w;
    };

    SourcePosition.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.SourcePosition();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.line = r.int32();
                    break;
                }
            case 2: {
                    m.character = r.int32();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return SourcePosition;
})();

$root.ReadContentRequest = (function() {

    function ReadContentRequest(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    ReadContentRequest.prototype.digest = "";
    ReadContentRequest.prototype.offset = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
    ReadContentRequest.prototype.size = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

    ReadContentRequest.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.digest != null && Object.hasOwnProperty.call(m, "digest"))
            w.uint32(10).string(m.digest);
        if (m.offset != null && Object.hasOwnProperty.call(m, "offset"))
            w.uint32(16).int64(m.offset);
        if (m.size != null && Object.hasOwnProperty.call(m, "size"))
            w.uint32(24).int64(m.size);
        return w;
    };

    ReadContentRequest.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.ReadContentRequest();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.digest = r.string();
                    break;
                }
            case 2: {
                    m.offset = r.int64();
                    break;
                }
            case 3: {
                    m.size = r.int64();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return ReadContentRequest;
})();

$root.ReadContentResponse = (function() {

    function ReadContentResponse(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    ReadContentResponse.prototype.offset = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
    ReadContentResponse.prototype.data = $util.newBuffer([]);

    ReadContentResponse.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.offset != null && Object.hasOwnProperty.call(m, "offset"))
            w.uint32(8).int64(m.offset);
        if (m.data != null && Object.hasOwnProperty.call(m, "data"))
            w.uint32(18).bytes(m.data);
        return w;
    };

    ReadContentResponse.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.ReadContentResponse();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.offset = r.int64();
                    break;
                }
            case 2: {
                    m.data = r.bytes();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return ReadContentResponse;
})();

$root.ContentInfo = (function() {

    function ContentInfo(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    ContentInfo.prototype.digest = "";
    ContentInfo.prototype.size = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

    ContentInfo.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.digest != null && Object.hasOwnProperty.call(m, "digest"))
            w.uint32(10).string(m.digest);
        if (m.size != null && Object.hasOwnProperty.call(m, "size"))
            w.uint32(16).int64(m.size);
        return w;
    };

    ContentInfo.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.ContentInfo();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.digest = r.string();
                    break;
                }
            case 2: {
                    m.size = r.int64();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return ContentInfo;
})();

$root.ContentInfoRequest = (function() {

    function ContentInfoRequest(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    ContentInfoRequest.prototype.digest = "";

    ContentInfoRequest.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.digest != null && Object.hasOwnProperty.call(m, "digest"))
            w.uint32(10).string(m.digest);
        return w;
    };

    ContentInfoRequest.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.ContentInfoRequest();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.digest = r.string();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return ContentInfoRequest;
})();

$root.ContentInfoResponse = (function() {

    function ContentInfoResponse(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    ContentInfoResponse.prototype.info = null;

    ContentInfoResponse.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.info != null && Object.hasOwnProperty.call(m, "info"))
            $root.ContentInfo.encode(m.info, w.uint32(10).fork(), q + 1).ldelim();
        return w;
    };

    ContentInfoResponse.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.ContentInfoResponse();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.info = $root.ContentInfo.decode(r, r.uint32(), undefined, n + 1);
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return ContentInfoResponse;
})();

$root.WriteContentRequest = (function() {

    function WriteContentRequest(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    WriteContentRequest.prototype.action = 0;
    WriteContentRequest.prototype.ref = "";
    WriteContentRequest.prototype.total = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
    WriteContentRequest.prototype.expected = "";
    WriteContentRequest.prototype.offset = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
    WriteContentRequest.prototype.data = $util.newBuffer([]);

    WriteContentRequest.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.action != null && Object.hasOwnProperty.call(m, "action"))
            w.uint32(8).int32(m.action);
        if (m.ref != null && Object.hasOwnProperty.call(m, "ref"))
            w.uint32(18).string(m.ref);
        if (m.total != null && Object.hasOwnProperty.call(m, "total"))
            w.uint32(24).int64(m.total);
        if (m.expected != null && Object.hasOwnProperty.call(m, "expected"))
            w.uint32(34).string(m.expected);
        if (m.offset != null && Object.hasOwnProperty.call(m, "offset"))
            w.uint32(40).int64(m.offset);
        if (m.data != null && Object.hasOwnProperty.call(m, "data"))
            w.uint32(50).bytes(m.data);
        return w;
    };

    WriteContentRequest.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.WriteContentRequest();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.action = r.int32();
                    break;
                }
            case 2: {
                    m.ref = r.string();
                    break;
                }
            case 3: {
                    m.total = r.int64();
                    break;
                }
            case 4: {
                    m.expected = r.string();
                    break;
                }
            case 5: {
                    m.offset = r.int64();
                    break;
                }
            case 6: {
                    m.data = r.bytes();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return WriteContentRequest;
})();

$root.WriteContentResponse = (function() {

    function WriteContentResponse(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    WriteContentResponse.prototype.action = 0;
    WriteContentResponse.prototype.offset = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
    WriteContentResponse.prototype.total = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
    WriteContentResponse.prototype.digest = "";

    WriteContentResponse.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.action != null && Object.hasOwnProperty.call(m, "action"))
            w.uint32(8).int32(m.action);
        if (m.offset != null && Object.hasOwnProperty.call(m, "offset"))
            w.uint32(32).int64(m.offset);
        if (m.total != null && Object.hasOwnProperty.call(m, "total"))
            w.uint32(40).int64(m.total);
        if (m.digest != null && Object.hasOwnProperty.call(m, "digest"))
            w.uint32(50).string(m.digest);
        return w;
    };

    WriteContentResponse.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.WriteContentResponse();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.action = r.int32();
                    break;
                }
            case 4: {
                    m.offset = r.int64();
                    break;
                }
            case 5: {
                    m.total = r.int64();
                    break;
                }
            case 6: {
                    m.digest = r.string();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return WriteContentResponse;
})();

$root.AbortContentRequest = (function() {

    function AbortContentRequest(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    AbortContentRequest.prototype.ref = "";

    AbortContentRequest.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.ref != null && Object.hasOwnProperty.call(m, "ref"))
            w.uint32(10).string(m.ref);
        return w;
    };

    AbortContentRequest.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.AbortContentRequest();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.ref = r.string();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return AbortContentRequest;
})();

$root.AbortContentResponse = (function() {

    function AbortContentResponse(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    AbortContentResponse.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        return w;
    };

    AbortContentResponse.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.AbortContentResponse();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return AbortContentResponse;
})();

$root.ControlSolveRequest = (function() {

    function ControlSolveRequest(p) {
        this.exporterAttrsDeprecated = {};
        this.frontendAttrs = {};
        this.entitlements = [];
        this.exporters = [];
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    ControlSolveRequest.prototype.ref = "";
    ControlSolveRequest.prototype.exporterDeprecated = "";
    ControlSolveRequest.prototype.exporterAttrsDeprecated = $util.emptyObject;
    ControlSolveRequest.prototype.session = "";
    ControlSolveRequest.prototype.frontend = "";
    ControlSolveRequest.prototype.frontendAttrs = $util.emptyObject;
    ControlSolveRequest.prototype.cache = null;
    ControlSolveRequest.prototype.entitlements = $util.emptyArray;
    ControlSolveRequest.prototype.internal = false;
    ControlSolveRequest.prototype.sourcePolicy = null;
    ControlSolveRequest.prototype.exporters = $util.emptyArray;
    ControlSolveRequest.prototype.sourcePolicySession = "";
    ControlSolveRequest.prototype.compatibilityVersion = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

    ControlSolveRequest.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.ref != null && Object.hasOwnProperty.call(m, "ref"))
            w.uint32(10).string(m.ref);
        if (m.exporterDeprecated != null && Object.hasOwnProperty.call(m, "exporterDeprecated"))
            w.uint32(26).string(m.exporterDeprecated);
        if (m.exporterAttrsDeprecated != null && Object.hasOwnProperty.call(m, "exporterAttrsDeprecated")) {
            for (var ks = Object.keys(m.exporterAttrsDeprecated), i = 0; i < ks.length; ++i) {
                w.uint32(34).fork().uint32(10).string(ks[i]).uint32(18).string(m.exporterAttrsDeprecated[ks[i]]).ldelim();
            }
        }
        if (m.session != null && Object.hasOwnProperty.call(m, "session"))
            w.uint32(42).string(m.session);
        if (m.frontend != null && Object.hasOwnProperty.call(m, "frontend"))
            w.uint32(50).string(m.frontend);
        if (m.frontendAttrs != null && Object.hasOwnProperty.call(m, "frontendAttrs")) {
            for (var ks = Object.keys(m.frontendAttrs), i = 0; i < ks.length; ++i) {
                w.uint32(58).fork().uint32(10).string(ks[i]).uint32(18).string(m.frontendAttrs[ks[i]]).ldelim();
            }
        }
        if (m.cache != null && Object.hasOwnProperty.call(m, "cache"))
            $root.CacheOptions.encode(m.cache, w.uint32(66).fork(), q + 1).ldelim();
        if (m.entitlements != null && m.entitlements.length) {
            for (var i = 0; i < m.entitlements.length; ++i)
                w.uint32(74).string(m.entitlements[i]);
        }
        if (m.internal != null && Object.hasOwnProperty.call(m, "internal"))
            w.uint32(88).bool(m.internal);
        if (m.sourcePolicy != null && Object.hasOwnProperty.call(m, "sourcePolicy"))
            $root.SourcePolicy.encode(m.sourcePolicy, w.uint32(98).fork(), q + 1).ldelim();
        if (m.exporters != null && m.exporters.length) {
            for (var i = 0; i < m.exporters.length; ++i)
                $root.Exporter.encode(m.exporters[i], w.uint32(106).fork(), q + 1).ldelim();
        }
        if (m.sourcePolicySession != null && Object.hasOwnProperty.call(m, "sourcePolicySession"))
            w.uint32(122).string(m.sourcePolicySession);
        if (m.compatibilityVersion != null && Object.hasOwnProperty.call(m, "compatibilityVersion"))
            w.uint32(128).int64(m.compatibilityVersion);
        return w;
    };

    ControlSolveRequest.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m, k, value;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.ControlSolveRequest();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.ref = r.string();
                    break;
                }
            case 3: {
                    m.exporterDeprecated = r.string();
                    break;
                }
            case 4: {
                    if (m.exporterAttrsDeprecated === $util.emptyObject)
                        m.exporterAttrsDeprecated = {};
                    var c2 = r.uint32() + r.pos;
                    if (c2 > r.len)
                        throw RangeError("index out of range");
                    r.len = c2;
                    k = "";
                    value = "";
                    while (r.pos < c2) {
                        var tag2 = r.uint32();
                        switch (tag2 >>> 3) {
                        case 1:
                            k = r.string();
                            break;
                        case 2:
                            value = r.string();
                            break;
                        default:
                            r.skipType(tag2 & 7, n);
                            break;
                        }
                    }
                    if (r.pos !== c2)
                        throw RangeError("index out of range");
                    r.len = c;
                    if (k === "__proto__")
                        $util.makeProp(m.exporterAttrsDeprecated, k);
                    m.exporterAttrsDeprecated[k] = value;
                    break;
                }
            case 5: {
                    m.session = r.string();
                    break;
                }
            case 6: {
                    m.frontend = r.string();
                    break;
                }
            case 7: {
                    if (m.frontendAttrs === $util.emptyObject)
                        m.frontendAttrs = {};
                    var c2 = r.uint32() + r.pos;
                    if (c2 > r.len)
                        throw RangeError("index out of range");
                    r.len = c2;
                    k = "";
                    value = "";
                    while (r.pos < c2) {
                        var tag2 = r.uint32();
                        switch (tag2 >>> 3) {
                        case 1:
                            k = r.string();
                            break;
                        case 2:
                            value = r.string();
                            break;
                        default:
                            r.skipType(tag2 & 7, n);
                            break;
                        }
                    }
                    if (r.pos !== c2)
                        throw RangeError("index out of range");
                    r.len = c;
                    if (k === "__proto__")
                        $util.makeProp(m.frontendAttrs, k);
                    m.frontendAttrs[k] = value;
                    break;
                }
            case 8: {
                    m.cache = $root.CacheOptions.decode(r, r.uint32(), undefined, n + 1);
                    break;
                }
            case 9: {
                    if (!(m.entitlements && m.entitlements.length))
                        m.entitlements = [];
                    m.entitlements.push(r.string());
                    break;
                }
            case 11: {
                    m.internal = r.bool();
                    break;
                }
            case 12: {
                    m.sourcePolicy = $root.SourcePolicy.decode(r, r.uint32(), undefined, n + 1);
                    break;
                }
            case 13: {
                    if (!(m.exporters && m.exporters.length))
                        m.exporters = [];
                    m.exporters.push($root.Exporter.decode(r, r.uint32(), undefined, n + 1));
                    break;
                }
            case 15: {
                    m.sourcePolicySession = r.string();
                    break;
                }
            case 16: {
                    m.compatibilityVersion = r.int64();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return ControlSolveRequest;
})();

$root.Exporter = (function() {

    function Exporter(p) {
        this.attrs = {};
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    Exporter.prototype.type = "";
    Exporter.prototype.attrs = $util.emptyObject;

    Exporter.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.type != null && Object.hasOwnProperty.call(m, "type"))
            w.uint32(10).string(m.type);
        if (m.attrs != null && Object.hasOwnProperty.call(m, "attrs")) {
            for (var ks = Object.keys(m.attrs), i = 0; i < ks.length; ++i) {
                w.uint32(18).fork().uint32(10).string(ks[i]).uint32(18).string(m.attrs[ks[i]]).ldelim();
            }
        }
        return w;
    };

    Exporter.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m, k, value;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.Exporter();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.type = r.string();
                    break;
                }
            case 2: {
                    if (m.attrs === $util.emptyObject)
                        m.attrs = {};
                    var c2 = r.uint32() + r.pos;
                    if (c2 > r.len)
                        throw RangeError("index out of range");
                    r.len = c2;
                    k = "";
                    value = "";
                    while (r.pos < c2) {
                        var tag2 = r.uint32();
                        switch (tag2 >>> 3) {
                        case 1:
                            k = r.string();
                            break;
                        case 2:
                            value = r.string();
                            break;
                        default:
                            r.skipType(tag2 & 7, n);
                            break;
                        }
                    }
                    if (r.pos !== c2)
                        throw RangeError("index out of range");
                    r.len = c;
                    if (k === "__proto__")
                        $util.makeProp(m.attrs, k);
                    m.attrs[k] = value;
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return Exporter;
})();

$root.SourcePolicy = (function() {

    function SourcePolicy(p) {
        this.rules = [];
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    SourcePolicy.prototype.version = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
    SourcePolicy.prototype.rules = $util.emptyArray;

    SourcePolicy.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.version != null && Object.hasOwnProperty.call(m, "version"))
            w.uint32(8).int64(m.version);
        if (m.rules != null && m.rules.length) {
            for (var i = 0; i < m.rules.length; ++i)
                $root.SourceRule.encode(m.rules[i], w.uint32(18).fork(), q + 1).ldelim();
        }
        return w;
    };

    SourcePolicy.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.SourcePolicy();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.version = r.int64();
                    break;
                }
            case 2: {
                    if (!(m.rules && m.rules.length))
                        m.rules = [];
                    m.rules.push($root.SourceRule.decode(r, r.uint32(), undefined, n + 1));
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return SourcePolicy;
})();

$root.SourceRule = (function() {

    function SourceRule(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    SourceRule.prototype.action = 0;
    SourceRule.prototype.selector = null;
    SourceRule.prototype.updates = null;

    SourceRule.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.action != null && Object.hasOwnProperty.call(m, "action"))
            w.uint32(8).int32(m.action);
        if (m.selector != null && Object.hasOwnProperty.call(m, "selector"))
            $root.SourceSelector.encode(m.selector, w.uint32(18).fork(), q + 1).ldelim();
        if (m.updates != null && Object.hasOwnProperty.call(m, "updates"))
            $root.SourceOp.encode(m.updates, w.uint32(26).fork(), q + 1).ldelim();
        return w;
    };

    SourceRule.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.SourceRule();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.action = r.int32();
                    break;
                }
            case 2: {
                    m.selector = $root.SourceSelector.decode(r, r.uint32(), undefined, n + 1);
                    break;
                }
            case 3: {
                    m.updates = $root.SourceOp.decode(r, r.uint32(), undefined, n + 1);
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return SourceRule;
})();

$root.SourceSelector = (function() {

    function SourceSelector(p) {
        this.constraints = [];
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    SourceSelector.prototype.identifier = "";
    SourceSelector.prototype.matchType = 0;
    SourceSelector.prototype.constraints = $util.emptyArray;

    SourceSelector.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.identifier != null && Object.hasOwnProperty.call(m, "identifier"))
            w.uint32(10).string(m.identifier);
        if (m.matchType != null && Object.hasOwnProperty.call(m, "matchType"))
            w.uint32(16).int32(m.matchType);
        if (m.constraints != null && m.constraints.length) {
            for (var i = 0; i < m.constraints.length; ++i)
                $root.SourceConstraint.encode(m.constraints[i], w.uint32(26).fork(), q + 1).ldelim();
        }
        return w;
    };

    SourceSelector.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.SourceSelector();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.identifier = r.string();
                    break;
                }
            case 2: {
                    m.matchType = r.int32();
                    break;
                }
            case 3: {
                    if (!(m.constraints && m.constraints.length))
                        m.constraints = [];
                    m.constraints.push($root.SourceConstraint.decode(r, r.uint32(), undefined, n + 1));
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return SourceSelector;
})();

$root.SourceConstraint = (function() {

    function SourceConstraint(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    SourceConstraint.prototype.key = "";
    SourceConstraint.prototype.value = "";
    SourceConstraint.prototype.condition = 0;

    SourceConstraint.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.key != null && Object.hasOwnProperty.call(m, "key"))
            w.uint32(10).string(m.key);
        if (m.value != null && Object.hasOwnProperty.call(m, "value"))
            w.uint32(18).string(m.value);
        if (m.condition != null && Object.hasOwnProperty.call(m, "condition"))
            w.uint32(24).int32(m.condition);
        return w;
    };

    SourceConstraint.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.SourceConstraint();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.key = r.string();
                    break;
                }
            case 2: {
                    m.value = r.string();
                    break;
                }
            case 3: {
                    m.condition = r.int32();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return SourceConstraint;
})();

$root.CacheOptions = (function() {

    function CacheOptions(p) {
        this.exports = [];
        this.imports = [];
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    CacheOptions.prototype.exports = $util.emptyArray;
    CacheOptions.prototype.imports = $util.emptyArray;

    CacheOptions.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.exports != null && m.exports.length) {
            for (var i = 0; i < m.exports.length; ++i)
                $root.CacheOptionsEntry.encode(m.exports[i], w.uint32(34).fork(), q + 1).ldelim();
        }
        if (m.imports != null && m.imports.length) {
            for (var i = 0; i < m.imports.length; ++i)
                $root.CacheOptionsEntry.encode(m.imports[i], w.uint32(42).fork(), q + 1).ldelim();
        }
        return w;
    };

    CacheOptions.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.CacheOptions();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 4: {
                    if (!(m.exports && m.exports.length))
                        m.exports = [];
                    m.exports.push($root.CacheOptionsEntry.decode(r, r.uint32(), undefined, n + 1));
                    break;
                }
            case 5: {
                    if (!(m.imports && m.imports.length))
                        m.imports = [];
                    m.imports.push($root.CacheOptionsEntry.decode(r, r.uint32(), undefined, n + 1));
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return CacheOptions;
})();

$root.CacheOptionsEntry = (function() {

    function CacheOptionsEntry(p) {
        this.attrs = {};
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    CacheOptionsEntry.prototype.type = "";
    CacheOptionsEntry.prototype.attrs = $util.emptyObject;

    CacheOptionsEntry.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.type != null && Object.hasOwnProperty.call(m, "type"))
            w.uint32(10).string(m.type);
        if (m.attrs != null && Object.hasOwnProperty.call(m, "attrs")) {
            for (var ks = Object.keys(m.attrs), i = 0; i < ks.length; ++i) {
                w.uint32(18).fork().uint32(10).string(ks[i]).uint32(18).string(m.attrs[ks[i]]).ldelim();
            }
        }
        return w;
    };

    CacheOptionsEntry.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m, k, value;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.CacheOptionsEntry();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.type = r.string();
                    break;
                }
            case 2: {
                    if (m.attrs === $util.emptyObject)
                        m.attrs = {};
                    var c2 = r.uint32() + r.pos;
                    if (c2 > r.len)
                        throw RangeError("index out of range");
                    r.len = c2;
                    k = "";
                    value = "";
                    while (r.pos < c2) {
                        var tag2 = r.uint32();
                        switch (tag2 >>> 3) {
                        case 1:
                            k = r.string();
                            break;
                        case 2:
                            value = r.string();
                            break;
                        default:
                            r.skipType(tag2 & 7, n);
                            break;
                        }
                    }
                    if (r.pos !== c2)
                        throw RangeError("index out of range");
                    r.len = c;
                    if (k === "__proto__")
                        $util.makeProp(m.attrs, k);
                    m.attrs[k] = value;
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return CacheOptionsEntry;
})();

$root.ControlSolveResponse = (function() {

    function ControlSolveResponse(p) {
        this.exporterResponse = {};
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    ControlSolveResponse.prototype.exporterResponse = $util.emptyObject;

    ControlSolveResponse.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.exporterResponse != null && Object.hasOwnProperty.call(m, "exporterResponse")) {
            for (var ks = Object.keys(m.exporterResponse), i = 0; i < ks.length; ++i) {
                w.uint32(10).fork().uint32(10).string(ks[i]).uint32(18).string(m.exporterResponse[ks[i]]).ldelim();
            }
        }
        return w;
    };

    ControlSolveResponse.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m, k, value;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.ControlSolveResponse();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    if (m.exporterResponse === $util.emptyObject)
                        m.exporterResponse = {};
                    var c2 = r.uint32() + r.pos;
                    if (c2 > r.len)
                        throw RangeError("index out of range");
                    r.len = c2;
                    k = "";
                    value = "";
                    while (r.pos < c2) {
                        var tag2 = r.uint32();
                        switch (tag2 >>> 3) {
                        case 1:
                            k = r.string();
                            break;
                        case 2:
                            value = r.string();
                            break;
                        default:
                            r.skipType(tag2 & 7, n);
                            break;
                        }
                    }
                    if (r.pos !== c2)
                        throw RangeError("index out of range");
                    r.len = c;
                    if (k === "__proto__")
                        $util.makeProp(m.exporterResponse, k);
                    m.exporterResponse[k] = value;
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return ControlSolveResponse;
})();

$root.StatusRequest = (function() {

    function StatusRequest(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    StatusRequest.prototype.ref = "";

    StatusRequest.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.ref != null && Object.hasOwnProperty.call(m, "ref"))
            w.uint32(10).string(m.ref);
        return w;
    };

    StatusRequest.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.StatusRequest();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.ref = r.string();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return StatusRequest;
})();

$root.StatusResponse = (function() {

    function StatusResponse(p) {
        this.vertexes = [];
        this.statuses = [];
        this.logs = [];
        this.warnings = [];
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    StatusResponse.prototype.vertexes = $util.emptyArray;
    StatusResponse.prototype.statuses = $util.emptyArray;
    StatusResponse.prototype.logs = $util.emptyArray;
    StatusResponse.prototype.warnings = $util.emptyArray;

    StatusResponse.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.vertexes != null && m.vertexes.length) {
            for (var i = 0; i < m.vertexes.length; ++i)
                $root.Vertex.encode(m.vertexes[i], w.uint32(10).fork(), q + 1).ldelim();
        }
        if (m.statuses != null && m.statuses.length) {
            for (var i = 0; i < m.statuses.length; ++i)
                $root.VertexStatus.encode(m.statuses[i], w.uint32(18).fork(), q + 1).ldelim();
        }
        if (m.logs != null && m.logs.length) {
            for (var i = 0; i < m.logs.length; ++i)
                $root.VertexLog.encode(m.logs[i], w.uint32(26).fork(), q + 1).ldelim();
        }
        if (m.warnings != null && m.warnings.length) {
            for (var i = 0; i < m.warnings.length; ++i)
                $root.VertexWarning.encode(m.warnings[i], w.uint32(34).fork(), q + 1).ldelim();
        }
        return w;
    };

    StatusResponse.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.StatusResponse();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    if (!(m.vertexes && m.vertexes.length))
                        m.vertexes = [];
                    m.vertexes.push($root.Vertex.decode(r, r.uint32(), undefined, n + 1));
                    break;
                }
            case 2: {
                    if (!(m.statuses && m.statuses.length))
                        m.statuses = [];
                    m.statuses.push($root.VertexStatus.decode(r, r.uint32(), undefined, n + 1));
                    break;
                }
            case 3: {
                    if (!(m.logs && m.logs.length))
                        m.logs = [];
                    m.logs.push($root.VertexLog.decode(r, r.uint32(), undefined, n + 1));
                    break;
                }
            case 4: {
                    if (!(m.warnings && m.warnings.length))
                        m.warnings = [];
                    m.warnings.push($root.VertexWarning.decode(r, r.uint32(), undefined, n + 1));
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return StatusResponse;
})();

$root.Vertex = (function() {

    function Vertex(p) {
        this.inputs = [];
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    Vertex.prototype.digest = "";
    Vertex.prototype.inputs = $util.emptyArray;
    Vertex.prototype.name = "";
    Vertex.prototype.cached = false;
    Vertex.prototype.started = null;
    Vertex.prototype.completed = null;
    Vertex.prototype.error = "";
    Vertex.prototype.progressGroup = null;

    Vertex.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.digest != null && Object.hasOwnProperty.call(m, "digest"))
            w.uint32(10).string(m.digest);
        if (m.inputs != null && m.inputs.length) {
            for (var i = 0; i < m.inputs.length; ++i)
                w.uint32(18).string(m.inputs[i]);
        }
        if (m.name != null && Object.hasOwnProperty.call(m, "name"))
            w.uint32(26).string(m.name);
        if (m.cached != null && Object.hasOwnProperty.call(m, "cached"))
            w.uint32(32).bool(m.cached);
        if (m.started != null && Object.hasOwnProperty.call(m, "started"))
            $root.Timestamp.encode(m.started, w.uint32(42).fork(), q + 1).ldelim();
        if (m.completed != null && Object.hasOwnProperty.call(m, "completed"))
            $root.Timestamp.encode(m.completed, w.uint32(50).fork(), q + 1).ldelim();
        if (m.error != null && Object.hasOwnProperty.call(m, "error"))
            w.uint32(58).string(m.error);
        if (m.progressGroup != null && Object.hasOwnProperty.call(m, "progressGroup"))
            $root.ProgressGroup.encode(m.progressGroup, w.uint32(66).fork(), q + 1).ldelim();
        return w;
    };

    Vertex.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.Vertex();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.digest = r.string();
                    break;
                }
            case 2: {
                    if (!(m.inputs && m.inputs.length))
                        m.inputs = [];
                    m.inputs.push(r.string());
                    break;
                }
            case 3: {
                    m.name = r.string();
                    break;
                }
            case 4: {
                    m.cached = r.bool();
                    break;
                }
            case 5: {
                    m.started = $root.Timestamp.decode(r, r.uint32(), undefined, n + 1);
                    break;
                }
            case 6: {
                    m.completed = $root.Timestamp.decode(r, r.uint32(), undefined, n + 1);
                    break;
                }
            case 7: {
                    m.error = r.string();
                    break;
                }
            case 8: {
                    m.progressGroup = $root.ProgressGroup.decode(r, r.uint32(), undefined, n + 1);
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return Vertex;
})();

$root.VertexStatus = (function() {

    function VertexStatus(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    VertexStatus.prototype.id = "";
    VertexStatus.prototype.vertex = "";
    VertexStatus.prototype.name = "";
    VertexStatus.prototype.current = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
    VertexStatus.prototype.total = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
    VertexStatus.prototype.timestamp = null;
    VertexStatus.prototype.started = null;
    VertexStatus.prototype.completed = null;

    VertexStatus.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.id != null && Object.hasOwnProperty.call(m, "id"))
            w.uint32(10).string(m.id);
        if (m.vertex != null && Object.hasOwnProperty.call(m, "vertex"))
            w.uint32(18).string(m.vertex);
        if (m.name != null && Object.hasOwnProperty.call(m, "name"))
            w.uint32(26).string(m.name);
        if (m.current != null && Object.hasOwnProperty.call(m, "current"))
            w.uint32(32).int64(m.current);
        if (m.total != null && Object.hasOwnProperty.call(m, "total"))
            w.uint32(40).int64(m.total);
        if (m.timestamp != null && Object.hasOwnProperty.call(m, "timestamp"))
            $root.Timestamp.encode(m.timestamp, w.uint32(50).fork(), q + 1).ldelim();
        if (m.started != null && Object.hasOwnProperty.call(m, "started"))
            $root.Timestamp.encode(m.started, w.uint32(58).fork(), q + 1).ldelim();
        if (m.completed != null && Object.hasOwnProperty.call(m, "completed"))
            $root.Timestamp.encode(m.completed, w.uint32(66).fork(), q + 1).ldelim();
        return w;
    };

    VertexStatus.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.VertexStatus();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.id = r.string();
                    break;
                }
            case 2: {
                    m.vertex = r.string();
                    break;
                }
            case 3: {
                    m.name = r.string();
                    break;
                }
            case 4: {
                    m.current = r.int64();
                    break;
                }
            case 5: {
                    m.total = r.int64();
                    break;
                }
            case 6: {
                    m.timestamp = $root.Timestamp.decode(r, r.uint32(), undefined, n + 1);
                    break;
                }
            case 7: {
                    m.started = $root.Timestamp.decode(r, r.uint32(), undefined, n + 1);
                    break;
                }
            case 8: {
                    m.completed = $root.Timestamp.decode(r, r.uint32(), undefined, n + 1);
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return VertexStatus;
})();

$root.VertexLog = (function() {

    function VertexLog(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    VertexLog.prototype.vertex = "";
    VertexLog.prototype.timestamp = null;
    VertexLog.prototype.stream = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
    VertexLog.prototype.msg = $util.newBuffer([]);

    VertexLog.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.vertex != null && Object.hasOwnProperty.call(m, "vertex"))
            w.uint32(10).string(m.vertex);
        if (m.timestamp != null && Object.hasOwnProperty.call(m, "timestamp"))
            $root.Timestamp.encode(m.timestamp, w.uint32(18).fork(), q + 1).ldelim();
        if (m.stream != null && Object.hasOwnProperty.call(m, "stream"))
            w.uint32(24).int64(m.stream);
        if (m.msg != null && Object.hasOwnProperty.call(m, "msg"))
            w.uint32(34).bytes(m.msg);
        return w;
    };

    VertexLog.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.VertexLog();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.vertex = r.string();
                    break;
                }
            case 2: {
                    m.timestamp = $root.Timestamp.decode(r, r.uint32(), undefined, n + 1);
                    break;
                }
            case 3: {
                    m.stream = r.int64();
                    break;
                }
            case 4: {
                    m.msg = r.bytes();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return VertexLog;
})();

$root.VertexWarning = (function() {

    function VertexWarning(p) {
        this.detail = [];
        this.ranges = [];
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    VertexWarning.prototype.vertex = "";
    VertexWarning.prototype.level = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
    VertexWarning.prototype.short = $util.newBuffer([]);
    VertexWarning.prototype.detail = $util.emptyArray;
    VertexWarning.prototype.url = "";
    VertexWarning.prototype.info = null;
    VertexWarning.prototype.ranges = $util.emptyArray;

    VertexWarning.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.vertex != null && Object.hasOwnProperty.call(m, "vertex"))
            w.uint32(10).string(m.vertex);
        if (m.level != null && Object.hasOwnProperty.call(m, "level"))
            w.uint32(16).int64(m.level);
        if (m.short != null && Object.hasOwnProperty.call(m, "short"))
            w.uint32(26).bytes(m.short);
        if (m.detail != null && m.detail.length) {
            for (var i = 0; i < m.detail.length; ++i)
                w.uint32(34).bytes(m.detail[i]);
        }
        if (m.url != null && Object.hasOwnProperty.call(m, "url"))
            w.uint32(42).string(m.url);
        if (m.info != null && Object.hasOwnProperty.call(m, "info"))
            $root.SourceInfo.encode(m.info, w.uint32(50).fork(), q + 1).ldelim();
        if (m.ranges != null && m.ranges.length) {
            for (var i = 0; i < m.ranges.length; ++i)
                $root.SourceRange.encode(m.ranges[i], w.uint32(58).fork(), q + 1).ldelim();
        }
        return w;
    };

    VertexWarning.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.VertexWarning();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.vertex = r.string();
                    break;
                }
            case 2: {
                    m.level = r.int64();
                    break;
                }
            case 3: {
                    m.short = r.bytes();
                    break;
                }
            case 4: {
                    if (!(m.detail && m.detail.length))
                        m.detail = [];
                    m.detail.push(r.bytes());
                    break;
                }
            case 5: {
                    m.url = r.string();
                    break;
                }
            case 6: {
                    m.info = $root.SourceInfo.decode(r, r.uint32(), undefined, n + 1);
                    break;
                }
            case 7: {
                    if (!(m.ranges && m.ranges.length))
                        m.ranges = [];
                    m.ranges.push($root.SourceRange.decode(r, r.uint32(), undefined, n + 1));
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return VertexWarning;
})();

$root.DiskUsageRequest = (function() {

    function DiskUsageRequest(p) {
        this.filter = [];
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    DiskUsageRequest.prototype.filter = $util.emptyArray;

    DiskUsageRequest.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.filter != null && m.filter.length) {
            for (var i = 0; i < m.filter.length; ++i)
                w.uint32(10).string(m.filter[i]);
        }
        return w;
    };

    DiskUsageRequest.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.DiskUsageRequest();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    if (!(m.filter && m.filter.length))
                        m.filter = [];
                    m.filter.push(r.string());
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return DiskUsageRequest;
})();

$root.DiskUsageResponse = (function() {

    function DiskUsageResponse(p) {
        this.record = [];
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    DiskUsageResponse.prototype.record = $util.emptyArray;

    DiskUsageResponse.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.record != null && m.record.length) {
            for (var i = 0; i < m.record.length; ++i)
                $root.UsageRecord.encode(m.record[i], w.uint32(10).fork(), q + 1).ldelim();
        }
        return w;
    };

    DiskUsageResponse.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.DiskUsageResponse();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    if (!(m.record && m.record.length))
                        m.record = [];
                    m.record.push($root.UsageRecord.decode(r, r.uint32(), undefined, n + 1));
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return DiskUsageResponse;
})();

$root.PruneRequest = (function() {

    function PruneRequest(p) {
        this.filter = [];
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    PruneRequest.prototype.filter = $util.emptyArray;
    PruneRequest.prototype.all = false;
    PruneRequest.prototype.keepDuration = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
    PruneRequest.prototype.reservedSpace = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
    PruneRequest.prototype.maxUsedSpace = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
    PruneRequest.prototype.minFreeSpace = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

    PruneRequest.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.filter != null && m.filter.length) {
            for (var i = 0; i < m.filter.length; ++i)
                w.uint32(10).string(m.filter[i]);
        }
        if (m.all != null && Object.hasOwnProperty.call(m, "all"))
            w.uint32(16).bool(m.all);
        if (m.keepDuration != null && Object.hasOwnProperty.call(m, "keepDuration"))
            w.uint32(24).int64(m.keepDuration);
        if (m.reservedSpace != null && Object.hasOwnProperty.call(m, "reservedSpace"))
            w.uint32(32).int64(m.reservedSpace);
        if (m.maxUsedSpace != null && Object.hasOwnProperty.call(m, "maxUsedSpace"))
            w.uint32(40).int64(m.maxUsedSpace);
        if (m.minFreeSpace != null && Object.hasOwnProperty.call(m, "minFreeSpace"))
            w.uint32(48).int64(m.minFreeSpace);
        return w;
    };

    PruneRequest.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.PruneRequest();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    if (!(m.filter && m.filter.length))
                        m.filter = [];
                    m.filter.push(r.string());
                    break;
                }
            case 2: {
                    m.all = r.bool();
                    break;
                }
            case 3: {
                    m.keepDuration = r.int64();
                    break;
                }
            case 4: {
                    m.reservedSpace = r.int64();
                    break;
                }
            case 5: {
                    m.maxUsedSpace = r.int64();
                    break;
                }
            case 6: {
                    m.minFreeSpace = r.int64();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return PruneRequest;
})();

$root.UsageRecord = (function() {

    function UsageRecord(p) {
        this.parents = [];
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    UsageRecord.prototype.id = "";
    UsageRecord.prototype.mutable = false;
    UsageRecord.prototype.inUse = false;
    UsageRecord.prototype.size = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
    UsageRecord.prototype.createdAt = null;
    UsageRecord.prototype.lastUsedAt = null;
    UsageRecord.prototype.usageCount = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
    UsageRecord.prototype.description = "";
    UsageRecord.prototype.recordType = "";
    UsageRecord.prototype.shared = false;
    UsageRecord.prototype.parents = $util.emptyArray;

    UsageRecord.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.id != null && Object.hasOwnProperty.call(m, "id"))
            w.uint32(10).string(m.id);
        if (m.mutable != null && Object.hasOwnProperty.call(m, "mutable"))
            w.uint32(16).bool(m.mutable);
        if (m.inUse != null && Object.hasOwnProperty.call(m, "inUse"))
            w.uint32(24).bool(m.inUse);
        if (m.size != null && Object.hasOwnProperty.call(m, "size"))
            w.uint32(32).int64(m.size);
        if (m.createdAt != null && Object.hasOwnProperty.call(m, "createdAt"))
            $root.Timestamp.encode(m.createdAt, w.uint32(50).fork(), q + 1).ldelim();
        if (m.lastUsedAt != null && Object.hasOwnProperty.call(m, "lastUsedAt"))
            $root.Timestamp.encode(m.lastUsedAt, w.uint32(58).fork(), q + 1).ldelim();
        if (m.usageCount != null && Object.hasOwnProperty.call(m, "usageCount"))
            w.uint32(64).int64(m.usageCount);
        if (m.description != null && Object.hasOwnProperty.call(m, "description"))
            w.uint32(74).string(m.description);
        if (m.recordType != null && Object.hasOwnProperty.call(m, "recordType"))
            w.uint32(82).string(m.recordType);
        if (m.shared != null && Object.hasOwnProperty.call(m, "shared"))
            w.uint32(88).bool(m.shared);
        if (m.parents != null && m.parents.length) {
            for (var i = 0; i < m.parents.length; ++i)
                w.uint32(98).string(m.parents[i]);
        }
        return w;
    };

    UsageRecord.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.UsageRecord();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.id = r.string();
                    break;
                }
            case 2: {
                    m.mutable = r.bool();
                    break;
                }
            case 3: {
                    m.inUse = r.bool();
                    break;
                }
            case 4: {
                    m.size = r.int64();
                    break;
                }
            case 6: {
                    m.createdAt = $root.Timestamp.decode(r, r.uint32(), undefined, n + 1);
                    break;
                }
            case 7: {
                    m.lastUsedAt = $root.Timestamp.decode(r, r.uint32(), undefined, n + 1);
                    break;
                }
            case 8: {
                    m.usageCount = r.int64();
                    break;
                }
            case 9: {
                    m.description = r.string();
                    break;
                }
            case 10: {
                    m.recordType = r.string();
                    break;
                }
            case 11: {
                    m.shared = r.bool();
                    break;
                }
            case 12: {
                    if (!(m.parents && m.parents.length))
                        m.parents = [];
                    m.parents.push(r.string());
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return UsageRecord;
})();

$root.ListWorkersRequest = (function() {

    function ListWorkersRequest(p) {
        this.filter = [];
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    ListWorkersRequest.prototype.filter = $util.emptyArray;

    ListWorkersRequest.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.filter != null && m.filter.length) {
            for (var i = 0; i < m.filter.length; ++i)
                w.uint32(10).string(m.filter[i]);
        }
        return w;
    };

    ListWorkersRequest.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.ListWorkersRequest();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    if (!(m.filter && m.filter.length))
                        m.filter = [];
                    m.filter.push(r.string());
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return ListWorkersRequest;
})();

$root.ListWorkersResponse = (function() {

    function ListWorkersResponse(p) {
        this.record = [];
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    ListWorkersResponse.prototype.record = $util.emptyArray;

    ListWorkersResponse.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.record != null && m.record.length) {
            for (var i = 0; i < m.record.length; ++i)
                $root.WorkerRecord.encode(m.record[i], w.uint32(10).fork(), q + 1).ldelim();
        }
        return w;
    };

    ListWorkersResponse.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.ListWorkersResponse();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    if (!(m.record && m.record.length))
                        m.record = [];
                    m.record.push($root.WorkerRecord.decode(r, r.uint32(), undefined, n + 1));
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return ListWorkersResponse;
})();

$root.InfoRequest = (function() {

    function InfoRequest(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    InfoRequest.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        return w;
    };

    InfoRequest.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.InfoRequest();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return InfoRequest;
})();

$root.InfoResponse = (function() {

    function InfoResponse(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    InfoResponse.prototype.buildkitVersion = null;

    InfoResponse.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.buildkitVersion != null && Object.hasOwnProperty.call(m, "buildkitVersion"))
            $root.BuildkitVersion.encode(m.buildkitVersion, w.uint32(10).fork(), q + 1).ldelim();
        return w;
    };

    InfoResponse.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.InfoResponse();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.buildkitVersion = $root.BuildkitVersion.decode(r, r.uint32(), undefined, n + 1);
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return InfoResponse;
})();

$root.BuildHistoryRequest = (function() {

    function BuildHistoryRequest(p) {
        this.filter = [];
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    BuildHistoryRequest.prototype.activeOnly = false;
    BuildHistoryRequest.prototype.ref = "";
    BuildHistoryRequest.prototype.earlyExit = false;
    BuildHistoryRequest.prototype.filter = $util.emptyArray;
    BuildHistoryRequest.prototype.limit = 0;

    BuildHistoryRequest.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.activeOnly != null && Object.hasOwnProperty.call(m, "activeOnly"))
            w.uint32(8).bool(m.activeOnly);
        if (m.ref != null && Object.hasOwnProperty.call(m, "ref"))
            w.uint32(18).string(m.ref);
        if (m.earlyExit != null && Object.hasOwnProperty.call(m, "earlyExit"))
            w.uint32(24).bool(m.earlyExit);
        if (m.filter != null && m.filter.length) {
            for (var i = 0; i < m.filter.length; ++i)
                w.uint32(34).string(m.filter[i]);
        }
        if (m.limit != null && Object.hasOwnProperty.call(m, "limit"))
            w.uint32(40).int32(m.limit);
        return w;
    };

    BuildHistoryRequest.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.BuildHistoryRequest();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.activeOnly = r.bool();
                    break;
                }
            case 2: {
                    m.ref = r.string();
                    break;
                }
            case 3: {
                    m.earlyExit = r.bool();
                    break;
                }
            case 4: {
                    if (!(m.filter && m.filter.length))
                        m.filter = [];
                    m.filter.push(r.string());
                    break;
                }
            case 5: {
                    m.limit = r.int32();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return BuildHistoryRequest;
})();

$root.BuildHistoryEvent = (function() {

    function BuildHistoryEvent(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    BuildHistoryEvent.prototype.type = 0;
    BuildHistoryEvent.prototype.record = null;

    BuildHistoryEvent.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.type != null && Object.hasOwnProperty.call(m, "type"))
            w.uint32(8).int32(m.type);
        if (m.record != null && Object.hasOwnProperty.call(m, "record"))
            $root.BuildHistoryRecord.encode(m.record, w.uint32(18).fork(), q + 1).ldelim();
        return w;
    };

    BuildHistoryEvent.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.BuildHistoryEvent();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.type = r.int32();
                    break;
                }
            case 2: {
                    m.record = $root.BuildHistoryRecord.decode(r, r.uint32(), undefined, n + 1);
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return BuildHistoryEvent;
})();

$root.BuildHistoryRecord = (function() {

    function BuildHistoryRecord(p) {
        this.frontendAttrs = {};
        this.exporters = [];
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    BuildHistoryRecord.prototype.ref = "";
    BuildHistoryRecord.prototype.frontend = "";
    BuildHistoryRecord.prototype.frontendAttrs = $util.emptyObject;
    BuildHistoryRecord.prototype.exporters = $util.emptyArray;
    BuildHistoryRecord.prototype.error = null;
    BuildHistoryRecord.prototype.createdAt = null;
    BuildHistoryRecord.prototype.completedAt = null;
    BuildHistoryRecord.prototype.pinned = false;
    BuildHistoryRecord.prototype.numCachedSteps = 0;
    BuildHistoryRecord.prototype.numTotalSteps = 0;
    BuildHistoryRecord.prototype.numCompletedSteps = 0;
    BuildHistoryRecord.prototype.numWarnings = 0;

    BuildHistoryRecord.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.ref != null && Object.hasOwnProperty.call(m, "ref"))
            w.uint32(10).string(m.ref);
        if (m.frontend != null && Object.hasOwnProperty.call(m, "frontend"))
            w.uint32(18).string(m.frontend);
        if (m.frontendAttrs != null && Object.hasOwnProperty.call(m, "frontendAttrs")) {
            for (var ks = Object.keys(m.frontendAttrs), i = 0; i < ks.length; ++i) {
                w.uint32(26).fork().uint32(10).string(ks[i]).uint32(18).string(m.frontendAttrs[ks[i]]).ldelim();
            }
        }
        if (m.exporters != null && m.exporters.length) {
            for (var i = 0; i < m.exporters.length; ++i)
                $root.Exporter.encode(m.exporters[i], w.uint32(34).fork(), q + 1).ldelim();
        }
        if (m.error != null && Object.hasOwnProperty.call(m, "error"))
            $root.RpcStatus.encode(m.error, w.uint32(42).fork(), q + 1).ldelim();
        if (m.createdAt != null && Object.hasOwnProperty.call(m, "createdAt"))
            $root.Timestamp.encode(m.createdAt, w.uint32(50).fork(), q + 1).ldelim();
        if (m.completedAt != null && Object.hasOwnProperty.call(m, "completedAt"))
            $root.Timestamp.encode(m.completedAt, w.uint32(58).fork(), q + 1).ldelim();
        if (m.pinned != null && Object.hasOwnProperty.call(m, "pinned"))
            w.uint32(112).bool(m.pinned);
        if (m.numCachedSteps != null && Object.hasOwnProperty.call(m, "numCachedSteps"))
            w.uint32(120).int32(m.numCachedSteps);
        if (m.numTotalSteps != null && Object.hasOwnProperty.call(m, "numTotalSteps"))
            w.uint32(128).int32(m.numTotalSteps);
        if (m.numCompletedSteps != null && Object.hasOwnProperty.call(m, "numCompletedSteps"))
            w.uint32(136).int32(m.numCompletedSteps);
        if (m.numWarnings != null && Object.hasOwnProperty.call(m, "numWarnings"))
            w.uint32(152).int32(m.numWarnings);
        return w;
    };

    BuildHistoryRecord.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m, k, value;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.BuildHistoryRecord();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.ref = r.string();
                    break;
                }
            case 2: {
                    m.frontend = r.string();
                    break;
                }
            case 3: {
                    if (m.frontendAttrs === $util.emptyObject)
                        m.frontendAttrs = {};
                    var c2 = r.uint32() + r.pos;
                    if (c2 > r.len)
                        throw RangeError("index out of range");
                    r.len = c2;
                    k = "";
                    value = "";
                    while (r.pos < c2) {
                        var tag2 = r.uint32();
                        switch (tag2 >>> 3) {
                        case 1:
                            k = r.string();
                            break;
                        case 2:
                            value = r.string();
                            break;
                        default:
                            r.skipType(tag2 & 7, n);
                            break;
                        }
                    }
                    if (r.pos !== c2)
                        throw RangeError("index out of range");
                    r.len = c;
                    if (k === "__proto__")
                        $util.makeProp(m.frontendAttrs, k);
                    m.frontendAttrs[k] = value;
                    break;
                }
            case 4: {
                    if (!(m.exporters && m.exporters.length))
                        m.exporters = [];
                    m.exporters.push($root.Exporter.decode(r, r.uint32(), undefined, n + 1));
                    break;
                }
            case 5: {
                    m.error = $root.RpcStatus.decode(r, r.uint32(), undefined, n + 1);
                    break;
                }
            case 6: {
                    m.createdAt = $root.Timestamp.decode(r, r.uint32(), undefined, n + 1);
                    break;
                }
            case 7: {
                    m.completedAt = $root.Timestamp.decode(r, r.uint32(), undefined, n + 1);
                    break;
                }
            case 14: {
                    m.pinned = r.bool();
                    break;
                }
            case 15: {
                    m.numCachedSteps = r.int32();
                    break;
                }
            case 16: {
                    m.numTotalSteps = r.int32();
                    break;
                }
            case 17: {
                    m.numCompletedSteps = r.int32();
                    break;
                }
            case 19: {
                    m.numWarnings = r.int32();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return BuildHistoryRecord;
})();

$root.UpdateBuildHistoryRequest = (function() {

    function UpdateBuildHistoryRequest(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    UpdateBuildHistoryRequest.prototype.ref = "";
    UpdateBuildHistoryRequest.prototype.pinned = false;
    UpdateBuildHistoryRequest.prototype["delete"] = false;
    UpdateBuildHistoryRequest.prototype.finalize = false;

    UpdateBuildHistoryRequest.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.ref != null && Object.hasOwnProperty.call(m, "ref"))
            w.uint32(10).string(m.ref);
        if (m.pinned != null && Object.hasOwnProperty.call(m, "pinned"))
            w.uint32(16).bool(m.pinned);
        if (m["delete"] != null && Object.hasOwnProperty.call(m, "delete"))
            w.uint32(24).bool(m["delete"]);
        if (m.finalize != null && Object.hasOwnProperty.call(m, "finalize"))
            w.uint32(32).bool(m.finalize);
        return w;
    };

    UpdateBuildHistoryRequest.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.UpdateBuildHistoryRequest();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.ref = r.string();
                    break;
                }
            case 2: {
                    m.pinned = r.bool();
                    break;
                }
            case 3: {
                    m["delete"] = r.bool();
                    break;
                }
            case 4: {
                    m.finalize = r.bool();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return UpdateBuildHistoryRequest;
})();

$root.UpdateBuildHistoryResponse = (function() {

    function UpdateBuildHistoryResponse(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    UpdateBuildHistoryResponse.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        return w;
    };

    UpdateBuildHistoryResponse.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.UpdateBuildHistoryResponse();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return UpdateBuildHistoryResponse;
})();

$root.GatewaySolveRequest = (function() {

    function GatewaySolveRequest(p) {
        this.cacheImports = [];
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    GatewaySolveRequest.prototype.definition = $util.newBuffer([]);
    GatewaySolveRequest.prototype.allowResultReturn = false;
    GatewaySolveRequest.prototype.allowResultArrayRef = false;
    GatewaySolveRequest.prototype.cacheImports = $util.emptyArray;
    GatewaySolveRequest.prototype.evaluate = false;

    GatewaySolveRequest.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.definition != null && Object.hasOwnProperty.call(m, "definition"))
            w.uint32(10).bytes(m.definition);
        if (m.allowResultReturn != null && Object.hasOwnProperty.call(m, "allowResultReturn"))
            w.uint32(40).bool(m.allowResultReturn);
        if (m.allowResultArrayRef != null && Object.hasOwnProperty.call(m, "allowResultArrayRef"))
            w.uint32(48).bool(m.allowResultArrayRef);
        if (m.cacheImports != null && m.cacheImports.length) {
            for (var i = 0; i < m.cacheImports.length; ++i)
                $root.CacheOptionsEntry.encode(m.cacheImports[i], w.uint32(98).fork(), q + 1).ldelim();
        }
        if (m.evaluate != null && Object.hasOwnProperty.call(m, "evaluate"))
            w.uint32(112).bool(m.evaluate);
        return w;
    };

    GatewaySolveRequest.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.GatewaySolveRequest();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.definition = r.bytes();
                    break;
                }
            case 5: {
                    m.allowResultReturn = r.bool();
                    break;
                }
            case 6: {
                    m.allowResultArrayRef = r.bool();
                    break;
                }
            case 12: {
                    if (!(m.cacheImports && m.cacheImports.length))
                        m.cacheImports = [];
                    m.cacheImports.push($root.CacheOptionsEntry.decode(r, r.uint32(), undefined, n + 1));
                    break;
                }
            case 14: {
                    m.evaluate = r.bool();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return GatewaySolveRequest;
})();

$root.GatewaySolveResponse = (function() {

    function GatewaySolveResponse(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    GatewaySolveResponse.prototype.result = null;

    GatewaySolveResponse.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.result != null && Object.hasOwnProperty.call(m, "result"))
            $root.Result.encode(m.result, w.uint32(26).fork(), q + 1).ldelim();
        return w;
    };

    GatewaySolveResponse.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.GatewaySolveResponse();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 3: {
                    m.result = $root.Result.decode(r, r.uint32(), undefined, n + 1);
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return GatewaySolveResponse;
})();

$root.Result = (function() {

    function Result(p) {
        this.metadata = {};
        this.attestations = {};
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    Result.prototype.ref = null;
    Result.prototype.refs = null;
    Result.prototype.metadata = $util.emptyObject;
    Result.prototype.attestations = $util.emptyObject;

    var $oneOfFields;

    Object.defineProperty(Result.prototype, "result", {
        get: $util.oneOfGetter($oneOfFields = ["ref", "refs"]),
        set: $util.oneOfSetter($oneOfFields)
    });

    Result.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.ref != null && Object.hasOwnProperty.call(m, "ref"))
            $root.Ref.encode(m.ref, w.uint32(26).fork(), q + 1).ldelim();
        if (m.refs != null && Object.hasOwnProperty.call(m, "refs"))
            $root.RefMap.encode(m.refs, w.uint32(34).fork(), q + 1).ldelim();
        if (m.metadata != null && Object.hasOwnProperty.call(m, "metadata")) {
            for (var ks = Object.keys(m.metadata), i = 0; i < ks.length; ++i) {
                w.uint32(82).fork().uint32(10).string(ks[i]).uint32(18).bytes(m.metadata[ks[i]]).ldelim();
            }
        }
        if (m.attestations != null && Object.hasOwnProperty.call(m, "attestations")) {
            for (var ks = Object.keys(m.attestations), i = 0; i < ks.length; ++i) {
                w.uint32(98).fork().uint32(10).string(ks[i]);
                $root.Attestations.encode(m.attestations[ks[i]], w.uint32(18).fork(), q + 1).ldelim().ldelim();
            }
        }
        return w;
    };

    Result.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m, k, value;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.Result();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 3: {
                    m.ref = $root.Ref.decode(r, r.uint32(), undefined, n + 1);
                    break;
                }
            case 4: {
                    m.refs = $root.RefMap.decode(r, r.uint32(), undefined, n + 1);
                    break;
                }
            case 10: {
                    if (m.metadata === $util.emptyObject)
                        m.metadata = {};
                    var c2 = r.uint32() + r.pos;
                    if (c2 > r.len)
                        throw RangeError("index out of range");
                    r.len = c2;
                    k = "";
                    value = [];
                    while (r.pos < c2) {
                        var tag2 = r.uint32();
                        switch (tag2 >>> 3) {
                        case 1:
                            k = r.string();
                            break;
                        case 2:
                            value = r.bytes();
                            break;
                        default:
                            r.skipType(tag2 & 7, n);
                            break;
                        }
                    }
                    if (r.pos !== c2)
                        throw RangeError("index out of range");
                    r.len = c;
                    if (k === "__proto__")
                        $util.makeProp(m.metadata, k);
                    m.metadata[k] = value;
                    break;
                }
            case 12: {
                    if (m.attestations === $util.emptyObject)
                        m.attestations = {};
                    var c2 = r.uint32() + r.pos;
                    if (c2 > r.len)
                        throw RangeError("index out of range");
                    r.len = c2;
                    k = "";
                    value = null;
                    while (r.pos < c2) {
                        var tag2 = r.uint32();
                        switch (tag2 >>> 3) {
                        case 1:
                            k = r.string();
                            break;
                        case 2:
                            value = $root.Attestations.decode(r, r.uint32(), undefined, n + 1);
                            break;
                        default:
                            r.skipType(tag2 & 7, n);
                            break;
                        }
                    }
                    if (r.pos !== c2)
                        throw RangeError("index out of range");
                    r.len = c;
                    if (k === "__proto__")
                        $util.makeProp(m.attestations, k);
                    m.attestations[k] = value;
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return Result;
})();

$root.Attestations = (function() {

    function Attestations(p) {
        this.attestation = [];
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    Attestations.prototype.attestation = $util.emptyArray;

    Attestations.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.attestation != null && m.attestation.length) {
            for (var i = 0; i < m.attestation.length; ++i)
                $root.Attestation.encode(m.attestation[i], w.uint32(10).fork(), q + 1).ldelim();
        }
        return w;
    };

    Attestations.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.Attestations();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    if (!(m.attestation && m.attestation.length))
                        m.attestation = [];
                    m.attestation.push($root.Attestation.decode(r, r.uint32(), undefined, n + 1));
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return Attestations;
})();

$root.Attestation = (function() {

    function Attestation(p) {
        this.metadata = {};
        this.inTotoSubjects = [];
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    Attestation.prototype.kind = 0;
    Attestation.prototype.metadata = $util.emptyObject;
    Attestation.prototype.ref = null;
    Attestation.prototype.path = "";
    Attestation.prototype.inTotoPredicateType = "";
    Attestation.prototype.inTotoSubjects = $util.emptyArray;

    Attestation.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.kind != null && Object.hasOwnProperty.call(m, "kind"))
            w.uint32(8).int32(m.kind);
        if (m.metadata != null && Object.hasOwnProperty.call(m, "metadata")) {
            for (var ks = Object.keys(m.metadata), i = 0; i < ks.length; ++i) {
                w.uint32(18).fork().uint32(10).string(ks[i]).uint32(18).bytes(m.metadata[ks[i]]).ldelim();
            }
        }
        if (m.ref != null && Object.hasOwnProperty.call(m, "ref"))
            $root.Ref.encode(m.ref, w.uint32(26).fork(), q + 1).ldelim();
        if (m.path != null && Object.hasOwnProperty.call(m, "path"))
            w.uint32(34).string(m.path);
        if (m.inTotoPredicateType != null && Object.hasOwnProperty.call(m, "inTotoPredicateType"))
            w.uint32(42).string(m.inTotoPredicateType);
        if (m.inTotoSubjects != null && m.inTotoSubjects.length) {
            for (var i = 0; i < m.inTotoSubjects.length; ++i)
                $root.InTotoSubject.encode(m.inTotoSubjects[i], w.uint32(50).fork(), q + 1).ldelim();
        }
        return w;
    };

    Attestation.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m, k, value;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.Attestation();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.kind = r.int32();
                    break;
                }
            case 2: {
                    if (m.metadata === $util.emptyObject)
                        m.metadata = {};
                    var c2 = r.uint32() + r.pos;
                    if (c2 > r.len)
                        throw RangeError("index out of range");
                    r.len = c2;
                    k = "";
                    value = [];
                    while (r.pos < c2) {
                        var tag2 = r.uint32();
                        switch (tag2 >>> 3) {
                        case 1:
                            k = r.string();
                            break;
                        case 2:
                            value = r.bytes();
                            break;
                        default:
                            r.skipType(tag2 & 7, n);
                            break;
                        }
                    }
                    if (r.pos !== c2)
                        throw RangeError("index out of range");
                    r.len = c;
                    if (k === "__proto__")
                        $util.makeProp(m.metadata, k);
                    m.metadata[k] = value;
                    break;
                }
            case 3: {
                    m.ref = $root.Ref.decode(r, r.uint32(), undefined, n + 1);
                    break;
                }
            case 4: {
                    m.path = r.string();
                    break;
                }
            case 5: {
                    m.inTotoPredicateType = r.string();
                    break;
                }
            case 6: {
                    if (!(m.inTotoSubjects && m.inTotoSubjects.length))
                        m.inTotoSubjects = [];
                    m.inTotoSubjects.push($root.InTotoSubject.decode(r, r.uint32(), undefined, n + 1));
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return Attestation;
})();

$root.InTotoSubject = (function() {

    function InTotoSubject(p) {
        this.digest = [];
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    InTotoSubject.prototype.kind = 0;
    InTotoSubject.prototype.digest = $util.emptyArray;
    InTotoSubject.prototype.name = "";

    InTotoSubject.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.kind != null && Object.hasOwnProperty.call(m, "kind"))
            w.uint32(8).int32(m.kind);
        if (m.digest != null && m.digest.length) {
            for (var i = 0; i < m.digest.length; ++i)
                w.uint32(18).string(m.digest[i]);
        }
        if (m.name != null && Object.hasOwnProperty.call(m, "name"))
            w.uint32(26).string(m.name);
        return w;
    };

    InTotoSubject.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.InTotoSubject();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.kind = r.int32();
                    break;
                }
            case 2: {
                    if (!(m.digest && m.digest.length))
                        m.digest = [];
                    m.digest.push(r.string());
                    break;
                }
            case 3: {
                    m.name = r.string();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return InTotoSubject;
})();

$root.Ref = (function() {

    function Ref(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    Ref.prototype.id = "";
    Ref.prototype.def = $util.newBuffer([]);

    Ref.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.id != null && Object.hasOwnProperty.call(m, "id"))
            w.uint32(10).string(m.id);
        if (m.def != null && Object.hasOwnProperty.call(m, "def"))
            w.uint32(18).bytes(m.def);
        return w;
    };

    Ref.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.Ref();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.id = r.string();
                    break;
                }
            case 2: {
                    m.def = r.bytes();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return Ref;
})();

$root.RefMap = (function() {

    function RefMap(p) {
        this.refs = {};
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    RefMap.prototype.refs = $util.emptyObject;

    RefMap.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.refs != null && Object.hasOwnProperty.call(m, "refs")) {
            for (var ks = Object.keys(m.refs), i = 0; i < ks.length; ++i) {
                w.uint32(10).fork().uint32(10).string(ks[i]);
                $root.Ref.encode(m.refs[ks[i]], w.uint32(18).fork(), q + 1).ldelim().ldelim();
            }
        }
        return w;
    };

    RefMap.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m, k, value;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.RefMap();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    if (m.refs === $util.emptyObject)
                        m.refs = {};
                    var c2 = r.uint32() + r.pos;
                    if (c2 > r.len)
                        throw RangeError("index out of range");
                    r.len = c2;
                    k = "";
                    value = null;
                    while (r.pos < c2) {
                        var tag2 = r.uint32();
                        switch (tag2 >>> 3) {
                        case 1:
                            k = r.string();
                            break;
                        case 2:
                            value = $root.Ref.decode(r, r.uint32(), undefined, n + 1);
                            break;
                        default:
                            r.skipType(tag2 & 7, n);
                            break;
                        }
                    }
                    if (r.pos !== c2)
                        throw RangeError("index out of range");
                    r.len = c;
                    if (k === "__proto__")
                        $util.makeProp(m.refs, k);
                    m.refs[k] = value;
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return RefMap;
})();

$root.ReturnRequest = (function() {

    function ReturnRequest(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    ReturnRequest.prototype.result = null;
    ReturnRequest.prototype.error = null;

    ReturnRequest.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.result != null && Object.hasOwnProperty.call(m, "result"))
            $root.Result.encode(m.result, w.uint32(10).fork(), q + 1).ldelim();
        if (m.error != null && Object.hasOwnProperty.call(m, "error"))
            $root.RpcStatus.encode(m.error, w.uint32(18).fork(), q + 1).ldelim();
        return w;
    };

    ReturnRequest.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.ReturnRequest();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.result = $root.Result.decode(r, r.uint32(), undefined, n + 1);
                    break;
                }
            case 2: {
                    m.error = $root.RpcStatus.decode(r, r.uint32(), undefined, n + 1);
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return ReturnRequest;
})();

$root.ReturnResponse = (function() {

    function ReturnResponse(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    ReturnResponse.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        return w;
    };

    ReturnResponse.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.ReturnResponse();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return ReturnResponse;
})();

$root.PingRequest = (function() {

    function PingRequest(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    PingRequest.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        return w;
    };

    PingRequest.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.PingRequest();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return PingRequest;
})();

$root.PongResponse = (function() {

    function PongResponse(p) {
        this.frontendCaps = [];
        this.llbCaps = [];
        this.workers = [];
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    PongResponse.prototype.frontendCaps = $util.emptyArray;
    PongResponse.prototype.llbCaps = $util.emptyArray;
    PongResponse.prototype.workers = $util.emptyArray;

    PongResponse.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.frontendCaps != null && m.frontendCaps.length) {
            for (var i = 0; i < m.frontendCaps.length; ++i)
                $root.Capability.encode(m.frontendCaps[i], w.uint32(10).fork(), q + 1).ldelim();
        }
        if (m.llbCaps != null && m.llbCaps.length) {
            for (var i = 0; i < m.llbCaps.length; ++i)
                $root.Capability.encode(m.llbCaps[i], w.uint32(18).fork(), q + 1).ldelim();
        }
        if (m.workers != null && m.workers.length) {
            for (var i = 0; i < m.workers.length; ++i)
                $root.WorkerRecord.encode(m.workers[i], w.uint32(26).fork(), q + 1).ldelim();
        }
        return w;
    };

    PongResponse.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.PongResponse();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    if (!(m.frontendCaps && m.frontendCaps.length))
                        m.frontendCaps = [];
                    m.frontendCaps.push($root.Capability.decode(r, r.uint32(), undefined, n + 1));
                    break;
                }
            case 2: {
                    if (!(m.llbCaps && m.llbCaps.length))
                        m.llbCaps = [];
                    m.llbCaps.push($root.Capability.decode(r, r.uint32(), undefined, n + 1));
                    break;
                }
            case 3: {
                    if (!(m.workers && m.workers.length))
                        m.workers = [];
                    m.workers.push($root.WorkerRecord.decode(r, r.uint32(), undefined, n + 1));
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return PongResponse;
})();

$root.Capability = (function() {

    function Capability(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    Capability.prototype.id = "";
    Capability.prototype.enabled = false;
    Capability.prototype.disabledReason = "";
    Capability.prototype.disabledReasonMsg = "";

    Capability.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.id != null && Object.hasOwnProperty.call(m, "id"))
            w.uint32(10).string(m.id);
        if (m.enabled != null && Object.hasOwnProperty.call(m, "enabled"))
            w.uint32(16).bool(m.enabled);
        if (m.disabledReason != null && Object.hasOwnProperty.call(m, "disabledReason"))
            w.uint32(34).string(m.disabledReason);
        if (m.disabledReasonMsg != null && Object.hasOwnProperty.call(m, "disabledReasonMsg"))
            w.uint32(42).string(m.disabledReasonMsg);
        return w;
    };

    Capability.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.Capability();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.id = r.string();
                    break;
                }
            case 2: {
                    m.enabled = r.bool();
                    break;
                }
            case 4: {
                    m.disabledReason = r.string();
                    break;
                }
            case 5: {
                    m.disabledReasonMsg = r.string();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return Capability;
})();

$root.ReadFileRequest = (function() {

    function ReadFileRequest(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    ReadFileRequest.prototype.Ref = "";
    ReadFileRequest.prototype.FilePath = "";
    ReadFileRequest.prototype.Range = null;

    ReadFileRequest.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.Ref != null && Object.hasOwnProperty.call(m, "Ref"))
            w.uint32(10).string(m.Ref);
        if (m.FilePath != null && Object.hasOwnProperty.call(m, "FilePath"))
            w.uint32(18).string(m.FilePath);
        if (m.Range != null && Object.hasOwnProperty.call(m, "Range"))
            $root.FileRange.encode(m.Range, w.uint32(26).fork(), q + 1).ldelim();
        return w;
    };

    ReadFileRequest.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.ReadFileRequest();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.Ref = r.string();
                    break;
                }
            case 2: {
                    m.FilePath = r.string();
                    break;
                }
            case 3: {
                    m.Range = $root.FileRange.decode(r, r.uint32(), undefined, n + 1);
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return ReadFileRequest;
})();

$root.FileRange = (function() {

    function FileRange(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    FileRange.prototype.Offset = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
    FileRange.prototype.Length = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

    FileRange.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.Offset != null && Object.hasOwnProperty.call(m, "Offset"))
            w.uint32(8).int64(m.Offset);
        if (m.Length != null && Object.hasOwnProperty.call(m, "Length"))
            w.uint32(16).int64(m.Length);
        return w;
    };

    FileRange.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.FileRange();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.Offset = r.int64();
                    break;
                }
            case 2: {
                    m.Length = r.int64();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return FileRange;
})();

$root.ReadFileResponse = (function() {

    function ReadFileResponse(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    ReadFileResponse.prototype.Data = $util.newBuffer([]);

    ReadFileResponse.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.Data != null && Object.hasOwnProperty.call(m, "Data"))
            w.uint32(10).bytes(m.Data);
        return w;
    };

    ReadFileResponse.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.ReadFileResponse();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.Data = r.bytes();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return ReadFileResponse;
})();

$root.ReadDirRequest = (function() {

    function ReadDirRequest(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    ReadDirRequest.prototype.Ref = "";
    ReadDirRequest.prototype.DirPath = "";

    ReadDirRequest.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.Ref != null && Object.hasOwnProperty.call(m, "Ref"))
            w.uint32(10).string(m.Ref);
        if (m.DirPath != null && Object.hasOwnProperty.call(m, "DirPath"))
            w.uint32(18).string(m.DirPath);
        return w;
    };

    ReadDirRequest.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.ReadDirRequest();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.Ref = r.string();
                    break;
                }
            case 2: {
                    m.DirPath = r.string();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return ReadDirRequest;
})();

$root.ReadDirResponse = (function() {

    function ReadDirResponse(p) {
        this.entries = [];
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    ReadDirResponse.prototype.entries = $util.emptyArray;

    ReadDirResponse.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.entries != null && m.entries.length) {
            for (var i = 0; i < m.entries.length; ++i)
                $root.FileStat.encode(m.entries[i], w.uint32(10).fork(), q + 1).ldelim();
        }
        return w;
    };

    ReadDirResponse.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.ReadDirResponse();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    if (!(m.entries && m.entries.length))
                        m.entries = [];
                    m.entries.push($root.FileStat.decode(r, r.uint32(), undefined, n + 1));
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return ReadDirResponse;
})();

$root.StatFileRequest = (function() {

    function StatFileRequest(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    StatFileRequest.prototype.Ref = "";
    StatFileRequest.prototype.Path = "";

    StatFileRequest.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.Ref != null && Object.hasOwnProperty.call(m, "Ref"))
            w.uint32(10).string(m.Ref);
        if (m.Path != null && Object.hasOwnProperty.call(m, "Path"))
            w.uint32(18).string(m.Path);
        return w;
    };

    StatFileRequest.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.StatFileRequest();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.Ref = r.string();
                    break;
                }
            case 2: {
                    m.Path = r.string();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return StatFileRequest;
})();

$root.StatFileResponse = (function() {

    function StatFileResponse(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    StatFileResponse.prototype.stat = null;

    StatFileResponse.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.stat != null && Object.hasOwnProperty.call(m, "stat"))
            $root.FileStat.encode(m.stat, w.uint32(10).fork(), q + 1).ldelim();
        return w;
    };

    StatFileResponse.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.StatFileResponse();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.stat = $root.FileStat.decode(r, r.uint32(), undefined, n + 1);
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return StatFileResponse;
})();

$root.FileStat = (function() {

    function FileStat(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    FileStat.prototype.path = "";
    FileStat.prototype.mode = 0;
    FileStat.prototype.uid = 0;
    FileStat.prototype.gid = 0;
    FileStat.prototype.size = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
    FileStat.prototype.modTime = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
    FileStat.prototype.linkname = "";

    FileStat.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.path != null && Object.hasOwnProperty.call(m, "path"))
            w.uint32(10).string(m.path);
        if (m.mode != null && Object.hasOwnProperty.call(m, "mode"))
            w.uint32(16).uint32(m.mode);
        if (m.uid != null && Object.hasOwnProperty.call(m, "uid"))
            w.uint32(24).uint32(m.uid);
        if (m.gid != null && Object.hasOwnProperty.call(m, "gid"))
            w.uint32(32).uint32(m.gid);
        if (m.size != null && Object.hasOwnProperty.call(m, "size"))
            w.uint32(40).int64(m.size);
        if (m.modTime != null && Object.hasOwnProperty.call(m, "modTime"))
            w.uint32(48).int64(m.modTime);
        if (m.linkname != null && Object.hasOwnProperty.call(m, "linkname"))
            w.uint32(58).string(m.linkname);
        return w;
    };

    FileStat.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.FileStat();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.path = r.string();
                    break;
                }
            case 2: {
                    m.mode = r.uint32();
                    break;
                }
            case 3: {
                    m.uid = r.uint32();
                    break;
                }
            case 4: {
                    m.gid = r.uint32();
                    break;
                }
            case 5: {
                    m.size = r.int64();
                    break;
                }
            case 6: {
                    m.modTime = r.int64();
                    break;
                }
            case 7: {
                    m.linkname = r.string();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return FileStat;
})();

$root.NewContainerRequest = (function() {

    function NewContainerRequest(p) {
        this.Mounts = [];
        this.extraHosts = [];
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    NewContainerRequest.prototype.ContainerID = "";
    NewContainerRequest.prototype.Mounts = $util.emptyArray;
    NewContainerRequest.prototype.Network = 0;
    NewContainerRequest.prototype.platform = null;
    NewContainerRequest.prototype.extraHosts = $util.emptyArray;
    NewContainerRequest.prototype.hostname = "";

    NewContainerRequest.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.ContainerID != null && Object.hasOwnProperty.call(m, "ContainerID"))
            w.uint32(10).string(m.ContainerID);
        if (m.Mounts != null && m.Mounts.length) {
            for (var i = 0; i < m.Mounts.length; ++i)
                w.uint32(18).bytes(m.Mounts[i]);
        }
        if (m.Network != null && Object.hasOwnProperty.call(m, "Network"))
            w.uint32(24).int32(m.Network);
        if (m.platform != null && Object.hasOwnProperty.call(m, "platform"))
            $root.Platform.encode(m.platform, w.uint32(34).fork(), q + 1).ldelim();
        if (m.extraHosts != null && m.extraHosts.length) {
            for (var i = 0; i < m.extraHosts.length; ++i)
                $root.HostIp.encode(m.extraHosts[i], w.uint32(50).fork(), q + 1).ldelim();
        }
        if (m.hostname != null && Object.hasOwnProperty.call(m, "hostname"))
            w.uint32(58).string(m.hostname);
        return w;
    };

    NewContainerRequest.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.NewContainerRequest();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.ContainerID = r.string();
                    break;
                }
            case 2: {
                    if (!(m.Mounts && m.Mounts.length))
                        m.Mounts = [];
                    m.Mounts.push(r.bytes());
                    break;
                }
            case 3: {
                    m.Network = r.int32();
                    break;
                }
            case 4: {
                    m.platform = $root.Platform.decode(r, r.uint32(), undefined, n + 1);
                    break;
                }
            case 6: {
                    if (!(m.extraHosts && m.extraHosts.length))
                        m.extraHosts = [];
                    m.extraHosts.push($root.HostIp.decode(r, r.uint32(), undefined, n + 1));
                    break;
                }
            case 7: {
                    m.hostname = r.string();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return NewContainerRequest;
})();

$root.HostIp = (function() {

    function HostIp(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    HostIp.prototype.host = "";
    HostIp.prototype.ip = "";

    HostIp.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.host != null && Object.hasOwnProperty.call(m, "host"))
            w.uint32(10).string(m.host);
        if (m.ip != null && Object.hasOwnProperty.call(m, "ip"))
            w.uint32(18).string(m.ip);
        return w;
    };

    HostIp.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.HostIp();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.host = r.string();
                    break;
                }
            case 2: {
                    m.ip = r.string();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return HostIp;
})();

$root.NewContainerResponse = (function() {

    function NewContainerResponse(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    NewContainerResponse.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        return w;
    };

    NewContainerResponse.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.NewContainerResponse();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return NewContainerResponse;
})();

$root.ReleaseContainerRequest = (function() {

    function ReleaseContainerRequest(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    ReleaseContainerRequest.prototype.ContainerID = "";

    ReleaseContainerRequest.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.ContainerID != null && Object.hasOwnProperty.call(m, "ContainerID"))
            w.uint32(10).string(m.ContainerID);
        return w;
    };

    ReleaseContainerRequest.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.ReleaseContainerRequest();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.ContainerID = r.string();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return ReleaseContainerRequest;
})();

$root.ReleaseContainerResponse = (function() {

    function ReleaseContainerResponse(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    ReleaseContainerResponse.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        return w;
    };

    ReleaseContainerResponse.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.ReleaseContainerResponse();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return ReleaseContainerResponse;
})();

$root.ExecMessage = (function() {

    function ExecMessage(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    ExecMessage.prototype.ProcessID = "";
    ExecMessage.prototype.Init = null;
    ExecMessage.prototype.File = null;
    ExecMessage.prototype.Resize = null;
    ExecMessage.prototype.Started = null;
    ExecMessage.prototype.Exit = null;
    ExecMessage.prototype.Done = null;
    ExecMessage.prototype.Signal = null;

    var $oneOfFields;

    Object.defineProperty(ExecMessage.prototype, "Input", {
        get: $util.oneOfGetter($oneOfFields = ["Init", "File", "Resize", "Started", "Exit", "Done", "Signal"]),
        set: $util.oneOfSetter($oneOfFields)
    });

    ExecMessage.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.ProcessID != null && Object.hasOwnProperty.call(m, "ProcessID"))
            w.uint32(10).string(m.ProcessID);
        if (m.Init != null && Object.hasOwnProperty.call(m, "Init"))
            $root.InitMessage.encode(m.Init, w.uint32(18).fork(), q + 1).ldelim();
        if (m.File != null && Object.hasOwnProperty.call(m, "File"))
            $root.FdMessage.encode(m.File, w.uint32(26).fork(), q + 1).ldelim();
        if (m.Resize != null && Object.hasOwnProperty.call(m, "Resize"))
            $root.ResizeMessage.encode(m.Resize, w.uint32(34).fork(), q + 1).ldelim();
        if (m.Started != null && Object.hasOwnProperty.call(m, "Started"))
            $root.StartedMessage.encode(m.Started, w.uint32(42).fork(), q + 1).ldelim();
        if (m.Exit != null && Object.hasOwnProperty.call(m, "Exit"))
            $root.ExitMessage.encode(m.Exit, w.uint32(50).fork(), q + 1).ldelim();
        if (m.Done != null && Object.hasOwnProperty.call(m, "Done"))
            $root.DoneMessage.encode(m.Done, w.uint32(58).fork(), q + 1).ldelim();
        if (m.Signal != null && Object.hasOwnProperty.call(m, "Signal"))
            $root.SignalMessage.encode(m.Signal, w.uint32(66).fork(), q + 1).ldelim();
        return w;
    };

    ExecMessage.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.ExecMessage();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.ProcessID = r.string();
                    break;
                }
            case 2: {
                    m.Init = $root.InitMessage.decode(r, r.uint32(), undefined, n + 1);
                    break;
                }
            case 3: {
                    m.File = $root.FdMessage.decode(r, r.uint32(), undefined, n + 1);
                    break;
                }
            case 4: {
                    m.Resize = $root.ResizeMessage.decode(r, r.uint32(), undefined, n + 1);
                    break;
                }
            case 5: {
                    m.Started = $root.StartedMessage.decode(r, r.uint32(), undefined, n + 1);
                    break;
                }
            case 6: {
                    m.Exit = $root.ExitMessage.decode(r, r.uint32(), undefined, n + 1);
                    break;
                }
            case 7: {
                    m.Done = $root.DoneMessage.decode(r, r.uint32(), undefined, n + 1);
                    break;
                }
            case 8: {
                    m.Signal = $root.SignalMessage.decode(r, r.uint32(), undefined, n + 1);
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return ExecMessage;
})();

$root.InitMessage = (function() {

    function InitMessage(p) {
        this.Fds = [];
        this.secretenv = [];
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    InitMessage.prototype.ContainerID = "";
    InitMessage.prototype.Meta = $util.newBuffer([]);
    InitMessage.prototype.Fds = $util.emptyArray;
    InitMessage.prototype.Tty = false;
    InitMessage.prototype.Security = 0;
    InitMessage.prototype.secretenv = $util.emptyArray;

    InitMessage.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.ContainerID != null && Object.hasOwnProperty.call(m, "ContainerID"))
            w.uint32(10).string(m.ContainerID);
        if (m.Meta != null && Object.hasOwnProperty.call(m, "Meta"))
            w.uint32(18).bytes(m.Meta);
        if (m.Fds != null && m.Fds.length) {
            w.uint32(26).fork();
            for (var i = 0; i < m.Fds.length; ++i)
                w.uint32(m.Fds[i]);
            w.ldelim();
        }
        if (m.Tty != null && Object.hasOwnProperty.call(m, "Tty"))
            w.uint32(32).bool(m.Tty);
        if (m.Security != null && Object.hasOwnProperty.call(m, "Security"))
            w.uint32(40).int32(m.Security);
        if (m.secretenv != null && m.secretenv.length) {
            for (var i = 0; i < m.secretenv.length; ++i)
                $root.SecretEnv.encode(m.secretenv[i], w.uint32(50).fork(), q + 1).ldelim();
        }
        return w;
    };

    InitMessage.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.InitMessage();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.ContainerID = r.string();
                    break;
                }
            case 2: {
                    m.Meta = r.bytes();
                    break;
                }
            case 3: {
                    if (!(m.Fds && m.Fds.length))
                        m.Fds = [];
                    if ((t & 7) === 2) {
                        var c2 = r.uint32() + r.pos;
                        if (c2 > r.len)
                            throw RangeError("index out of range");
                        r.len = c2;
                        while (r.pos < c2)
                            m.Fds.push(r.uint32());
                        if (r.pos !== c2)
                            throw RangeError("index out of range");
                        r.len = c;
                    } else
                        m.Fds.push(r.uint32());
                    break;
                }
            case 4: {
                    m.Tty = r.bool();
                    break;
                }
            case 5: {
                    m.Security = r.int32();
                    break;
                }
            case 6: {
                    if (!(m.secretenv && m.secretenv.length))
                        m.secretenv = [];
                    m.secretenv.push($root.SecretEnv.decode(r, r.uint32(), undefined, n + 1));
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return InitMessage;
})();

$root.SecretEnv = (function() {

    function SecretEnv(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    SecretEnv.prototype.ID = "";
    SecretEnv.prototype.name = "";
    SecretEnv.prototype.optional = false;

    SecretEnv.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.ID != null && Object.hasOwnProperty.call(m, "ID"))
            w.uint32(10).string(m.ID);
        if (m.name != null && Object.hasOwnProperty.call(m, "name"))
            w.uint32(18).string(m.name);
        if (m.optional != null && Object.hasOwnProperty.call(m, "optional"))
            w.uint32(24).bool(m.optional);
        return w;
    };

    SecretEnv.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.SecretEnv();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.ID = r.string();
                    break;
                }
            case 2: {
                    m.name = r.string();
                    break;
                }
            case 3: {
                    m.optional = r.bool();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return SecretEnv;
})();

$root.FdMessage = (function() {

    function FdMessage(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    FdMessage.prototype.Fd = 0;
    FdMessage.prototype.EOF = false;
    FdMessage.prototype.Data = $util.newBuffer([]);

    FdMessage.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.Fd != null && Object.hasOwnProperty.call(m, "Fd"))
            w.uint32(8).uint32(m.Fd);
        if (m.EOF != null && Object.hasOwnProperty.call(m, "EOF"))
            w.uint32(16).bool(m.EOF);
        if (m.Data != null && Object.hasOwnProperty.call(m, "Data"))
            w.uint32(26).bytes(m.Data);
        return w;
    };

    FdMessage.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.FdMessage();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.Fd = r.uint32();
                    break;
                }
            case 2: {
                    m.EOF = r.bool();
                    break;
                }
            case 3: {
                    m.Data = r.bytes();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return FdMessage;
})();

$root.ResizeMessage = (function() {

    function ResizeMessage(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    ResizeMessage.prototype.Rows = 0;
    ResizeMessage.prototype.Cols = 0;

    ResizeMessage.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.Rows != null && Object.hasOwnProperty.call(m, "Rows"))
            w.uint32(8).uint32(m.Rows);
        if (m.Cols != null && Object.hasOwnProperty.call(m, "Cols"))
            w.uint32(16).uint32(m.Cols);
        return w;
    };

    ResizeMessage.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.ResizeMessage();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.Rows = r.uint32();
                    break;
                }
            case 2: {
                    m.Cols = r.uint32();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return ResizeMessage;
})();

$root.StartedMessage = (function() {

    function StartedMessage(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    StartedMessage.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        return w;
    };

    StartedMessage.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.StartedMessage();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return StartedMessage;
})();

$root.ExitMessage = (function() {

    function ExitMessage(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    ExitMessage.prototype.Code = 0;
    ExitMessage.prototype.Error = null;

    ExitMessage.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.Code != null && Object.hasOwnProperty.call(m, "Code"))
            w.uint32(8).uint32(m.Code);
        if (m.Error != null && Object.hasOwnProperty.call(m, "Error"))
            $root.RpcStatus.encode(m.Error, w.uint32(18).fork(), q + 1).ldelim();
        return w;
    };

    ExitMessage.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.ExitMessage();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.Code = r.uint32();
                    break;
                }
            case 2: {
                    m.Error = $root.RpcStatus.decode(r, r.uint32(), undefined, n + 1);
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return ExitMessage;
})();

$root.DoneMessage = (function() {

    function DoneMessage(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    DoneMessage.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        return w;
    };

    DoneMessage.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.DoneMessage();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return DoneMessage;
})();

$root.SignalMessage = (function() {

    function SignalMessage(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    SignalMessage.prototype.Name = "";

    SignalMessage.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.Name != null && Object.hasOwnProperty.call(m, "Name"))
            w.uint32(10).string(m.Name);
        return w;
    };

    SignalMessage.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.SignalMessage();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.Name = r.string();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return SignalMessage;
})();

$root.HealthCheckRequest = (function() {

    function HealthCheckRequest(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    HealthCheckRequest.prototype.service = "";

    HealthCheckRequest.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.service != null && Object.hasOwnProperty.call(m, "service"))
            w.uint32(10).string(m.service);
        return w;
    };

    HealthCheckRequest.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.HealthCheckRequest();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.service = r.string();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return HealthCheckRequest;
})();

$root.HealthCheckResponse = (function() {

    function HealthCheckResponse(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    HealthCheckResponse.prototype.status = 0;

    HealthCheckResponse.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.status != null && Object.hasOwnProperty.call(m, "status"))
            w.uint32(8).int32(m.status);
        return w;
    };

    HealthCheckResponse.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.HealthCheckResponse();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.status = r.int32();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    HealthCheckResponse.ServingStatus = (function() {
        var valuesById = {}, values = Object.create(valuesById);
        values[valuesById[0] = "UNKNOWN"] = 0;
        values[valuesById[1] = "SERVING"] = 1;
        return values;
    })();

    return HealthCheckResponse;
})();

$root.CredentialsRequest = (function() {

    function CredentialsRequest(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    CredentialsRequest.prototype.host = "";

    CredentialsRequest.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.host != null && Object.hasOwnProperty.call(m, "host"))
            w.uint32(10).string(m.host);
        return w;
    };

    CredentialsRequest.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.CredentialsRequest();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.host = r.string();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return CredentialsRequest;
})();

$root.CredentialsResponse = (function() {

    function CredentialsResponse(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    CredentialsResponse.prototype.username = "";
    CredentialsResponse.prototype.secret = "";

    CredentialsResponse.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.username != null && Object.hasOwnProperty.call(m, "username"))
            w.uint32(10).string(m.username);
        if (m.secret != null && Object.hasOwnProperty.call(m, "secret"))
            w.uint32(18).string(m.secret);
        return w;
    };

    CredentialsResponse.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.CredentialsResponse();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.username = r.string();
                    break;
                }
            case 2: {
                    m.secret = r.string();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return CredentialsResponse;
})();

$root.FetchTokenRequest = (function() {

    function FetchTokenRequest(p) {
        this.scopes = [];
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    FetchTokenRequest.prototype.clientId = "";
    FetchTokenRequest.prototype.host = "";
    FetchTokenRequest.prototype.realm = "";
    FetchTokenRequest.prototype.service = "";
    FetchTokenRequest.prototype.scopes = $util.emptyArray;

    FetchTokenRequest.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.clientId != null && Object.hasOwnProperty.call(m, "clientId"))
            w.uint32(10).string(m.clientId);
        if (m.host != null && Object.hasOwnProperty.call(m, "host"))
            w.uint32(18).string(m.host);
        if (m.realm != null && Object.hasOwnProperty.call(m, "realm"))
            w.uint32(26).string(m.realm);
        if (m.service != null && Object.hasOwnProperty.call(m, "service"))
            w.uint32(34).string(m.service);
        if (m.scopes != null && m.scopes.length) {
            for (var i = 0; i < m.scopes.length; ++i)
                w.uint32(42).string(m.scopes[i]);
        }
        return w;
    };

    FetchTokenRequest.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.FetchTokenRequest();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.clientId = r.string();
                    break;
                }
            case 2: {
                    m.host = r.string();
                    break;
                }
            case 3: {
                    m.realm = r.string();
                    break;
                }
            case 4: {
                    m.service = r.string();
                    break;
                }
            case 5: {
                    if (!(m.scopes && m.scopes.length))
                        m.scopes = [];
                    m.scopes.push(r.string());
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return FetchTokenRequest;
})();

$root.FetchTokenResponse = (function() {

    function FetchTokenResponse(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    FetchTokenResponse.prototype.token = "";
    FetchTokenResponse.prototype.expiresIn = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
    FetchTokenResponse.prototype.issuedAt = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

    FetchTokenResponse.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.token != null && Object.hasOwnProperty.call(m, "token"))
            w.uint32(10).string(m.token);
        if (m.expiresIn != null && Object.hasOwnProperty.call(m, "expiresIn"))
            w.uint32(16).int64(m.expiresIn);
        if (m.issuedAt != null && Object.hasOwnProperty.call(m, "issuedAt"))
            w.uint32(24).int64(m.issuedAt);
        return w;
    };

    FetchTokenResponse.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.FetchTokenResponse();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.token = r.string();
                    break;
                }
            case 2: {
                    m.expiresIn = r.int64();
                    break;
                }
            case 3: {
                    m.issuedAt = r.int64();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return FetchTokenResponse;
})();

$root.GetSecretRequest = (function() {

    function GetSecretRequest(p) {
        this.annotations = {};
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    GetSecretRequest.prototype.id = "";
    GetSecretRequest.prototype.annotations = $util.emptyObject;

    GetSecretRequest.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.id != null && Object.hasOwnProperty.call(m, "id"))
            w.uint32(10).string(m.id);
        if (m.annotations != null && Object.hasOwnProperty.call(m, "annotations")) {
            for (var ks = Object.keys(m.annotations), i = 0; i < ks.length; ++i) {
                w.uint32(18).fork().uint32(10).string(ks[i]).uint32(18).string(m.annotations[ks[i]]).ldelim();
            }
        }
        return w;
    };

    GetSecretRequest.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m, k, value;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.GetSecretRequest();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.id = r.string();
                    break;
                }
            case 2: {
                    if (m.annotations === $util.emptyObject)
                        m.annotations = {};
                    var c2 = r.uint32() + r.pos;
                    if (c2 > r.len)
                        throw RangeError("index out of range");
                    r.len = c2;
                    k = "";
                    value = "";
                    while (r.pos < c2) {
                        var tag2 = r.uint32();
                        switch (tag2 >>> 3) {
                        case 1:
                            k = r.string();
                            break;
                        case 2:
                            value = r.string();
                            break;
                        default:
                            r.skipType(tag2 & 7, n);
                            break;
                        }
                    }
                    if (r.pos !== c2)
                        throw RangeError("index out of range");
                    r.len = c;
                    if (k === "__proto__")
                        $util.makeProp(m.annotations, k);
                    m.annotations[k] = value;
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return GetSecretRequest;
})();

$root.GetSecretResponse = (function() {

    function GetSecretResponse(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    GetSecretResponse.prototype.data = $util.newBuffer([]);

    GetSecretResponse.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.data != null && Object.hasOwnProperty.call(m, "data"))
            w.uint32(10).bytes(m.data);
        return w;
    };

    GetSecretResponse.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.GetSecretResponse();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.data = r.bytes();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return GetSecretResponse;
})();

$root.GetTokenAuthorityRequest = (function() {

    function GetTokenAuthorityRequest(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    GetTokenAuthorityRequest.prototype.host = "";
    GetTokenAuthorityRequest.prototype.salt = $util.newBuffer([]);

    GetTokenAuthorityRequest.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.host != null && Object.hasOwnProperty.call(m, "host"))
            w.uint32(10).string(m.host);
        if (m.salt != null && Object.hasOwnProperty.call(m, "salt"))
            w.uint32(18).bytes(m.salt);
        return w;
    };

    GetTokenAuthorityRequest.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.GetTokenAuthorityRequest();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.host = r.string();
                    break;
                }
            case 2: {
                    m.salt = r.bytes();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return GetTokenAuthorityRequest;
})();

$root.GetTokenAuthorityResponse = (function() {

    function GetTokenAuthorityResponse(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    GetTokenAuthorityResponse.prototype.publicKey = $util.newBuffer([]);

    GetTokenAuthorityResponse.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.publicKey != null && Object.hasOwnProperty.call(m, "publicKey"))
            w.uint32(10).bytes(m.publicKey);
        return w;
    };

    GetTokenAuthorityResponse.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.GetTokenAuthorityResponse();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.publicKey = r.bytes();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return GetTokenAuthorityResponse;
})();

$root.VerifyTokenAuthorityRequest = (function() {

    function VerifyTokenAuthorityRequest(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    VerifyTokenAuthorityRequest.prototype.host = "";
    VerifyTokenAuthorityRequest.prototype.payload = $util.newBuffer([]);
    VerifyTokenAuthorityRequest.prototype.salt = $util.newBuffer([]);

    VerifyTokenAuthorityRequest.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.host != null && Object.hasOwnProperty.call(m, "host"))
            w.uint32(10).string(m.host);
        if (m.payload != null && Object.hasOwnProperty.call(m, "payload"))
            w.uint32(18).bytes(m.payload);
        if (m.salt != null && Object.hasOwnProperty.call(m, "salt"))
            w.uint32(26).bytes(m.salt);
        return w;
    };

    VerifyTokenAuthorityRequest.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.VerifyTokenAuthorityRequest();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.host = r.string();
                    break;
                }
            case 2: {
                    m.payload = r.bytes();
                    break;
                }
            case 3: {
                    m.salt = r.bytes();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return VerifyTokenAuthorityRequest;
})();

$root.VerifyTokenAuthorityResponse = (function() {

    function VerifyTokenAuthorityResponse(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    VerifyTokenAuthorityResponse.prototype.signed = $util.newBuffer([]);

    VerifyTokenAuthorityResponse.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.signed != null && Object.hasOwnProperty.call(m, "signed"))
            w.uint32(10).bytes(m.signed);
        return w;
    };

    VerifyTokenAuthorityResponse.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.VerifyTokenAuthorityResponse();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.signed = r.bytes();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return VerifyTokenAuthorityResponse;
})();

$root.CheckAgentRequest = (function() {

    function CheckAgentRequest(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    CheckAgentRequest.prototype.id = "";

    CheckAgentRequest.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.id != null && Object.hasOwnProperty.call(m, "id"))
            w.uint32(10).string(m.id);
        return w;
    };

    CheckAgentRequest.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.CheckAgentRequest();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.id = r.string();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return CheckAgentRequest;
})();

$root.CheckAgentResponse = (function() {

    function CheckAgentResponse(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    CheckAgentResponse.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        return w;
    };

    CheckAgentResponse.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.CheckAgentResponse();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return CheckAgentResponse;
})();

$root.CheckPolicyRequest = (function() {

    function CheckPolicyRequest(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    CheckPolicyRequest.prototype.platform = null;
    CheckPolicyRequest.prototype.source = null;

    CheckPolicyRequest.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.platform != null && Object.hasOwnProperty.call(m, "platform"))
            $root.Platform.encode(m.platform, w.uint32(10).fork(), q + 1).ldelim();
        if (m.source != null && Object.hasOwnProperty.call(m, "source"))
            $root.CheckedSource.encode(m.source, w.uint32(18).fork(), q + 1).ldelim();
        return w;
    };

    CheckPolicyRequest.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.CheckPolicyRequest();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.platform = $root.Platform.decode(r, r.uint32(), undefined, n + 1);
                    break;
                }
            case 2: {
                    m.source = $root.CheckedSource.decode(r, r.uint32(), undefined, n + 1);
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return CheckPolicyRequest;
})();

$root.CheckedSource = (function() {

    function CheckedSource(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    CheckedSource.prototype.source = null;

    CheckedSource.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.source != null && Object.hasOwnProperty.call(m, "source"))
            $root.SourceOp.encode(m.source, w.uint32(10).fork(), q + 1).ldelim();
        return w;
    };

    CheckedSource.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.CheckedSource();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.source = $root.SourceOp.decode(r, r.uint32(), undefined, n + 1);
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return CheckedSource;
})();

$root.CheckPolicyResponse = (function() {

    function CheckPolicyResponse(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    CheckPolicyResponse.prototype.decision = null;

    CheckPolicyResponse.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.decision != null && Object.hasOwnProperty.call(m, "decision"))
            $root.PolicyDecision.encode(m.decision, w.uint32(10).fork(), q + 1).ldelim();
        return w;
    };

    CheckPolicyResponse.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.CheckPolicyResponse();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.decision = $root.PolicyDecision.decode(r, r.uint32(), undefined, n + 1);
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return CheckPolicyResponse;
})();

$root.PolicyDecision = (function() {

    function PolicyDecision(p) {
        this.denyMessages = [];
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    PolicyDecision.prototype.action = 0;
    PolicyDecision.prototype.denyMessages = $util.emptyArray;

    PolicyDecision.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.action != null && Object.hasOwnProperty.call(m, "action"))
            w.uint32(8).int32(m.action);
        if (m.denyMessages != null && m.denyMessages.length) {
            for (var i = 0; i < m.denyMessages.length; ++i)
                $root.DenyMessage.encode(m.denyMessages[i], w.uint32(18).fork(), q + 1).ldelim();
        }
        return w;
    };

    PolicyDecision.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.PolicyDecision();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.action = r.int32();
                    break;
                }
            case 2: {
                    if (!(m.denyMessages && m.denyMessages.length))
                        m.denyMessages = [];
                    m.denyMessages.push($root.DenyMessage.decode(r, r.uint32(), undefined, n + 1));
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return PolicyDecision;
})();

$root.DenyMessage = (function() {

    function DenyMessage(p) {
        if (p)
            for (var ks = Object.keys(p), i = 0; i < ks.length; ++i)
                if (p[ks[i]] != null && ks[i] !== "__proto__")
                    this[ks[i]] = p[ks[i]];
    }

    DenyMessage.prototype.message = "";

    DenyMessage.encode = function encode(m, w, q) {
        if (!w)
            w = $Writer.create();
        if (q === undefined)
            q = 0;
        if (q > $util.recursionLimit)
            throw Error("max depth exceeded");
        if (m.message != null && Object.hasOwnProperty.call(m, "message"))
            w.uint32(10).string(m.message);
        return w;
    };

    DenyMessage.decode = function decode(r, l, e, n) {
        if (!(r instanceof $Reader))
            r = $Reader.create(r);
        if (n === undefined)
            n = 0;
        if (n > $Reader.recursionLimit)
            throw Error("maximum nesting depth exceeded");
        var c, m;
        if (l === undefined)
            c = r.len;
        else {
            c = r.pos + l;
            if (c > r.len)
                throw RangeError("index out of range");
            l = r.len;
            r.len = c;
        }
        m = new $root.DenyMessage();
        while (r.pos < c) {
            var t = r.uint32();
            if (t === e)
                break;
            switch (t >>> 3) {
            case 1: {
                    m.message = r.string();
                    break;
                }
            default:
                r.skipType(t & 7, n);
                break;
            }
        }
        if (l !== undefined) {
            if (r.pos !== c)
                throw RangeError("index out of range");
            r.len = l;
        }
        return m;
    };

    return DenyMessage;
})();

module.exports = $root;
