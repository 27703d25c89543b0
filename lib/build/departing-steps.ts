import type { AuditedStep } from '../audit';
import type { Definition } from '../llb/definition/definition';
import { decodeOp } from '../llb/wire/decode-op';
import { NETWORK_MODES } from '../llb/wire/exec';
import { CUSTOM_NAME_KEY, WAIVER_KEY } from '../llb/wire/metadata';

/** The steps of a definition that have a network, and those whose waivers tell of something else. */
export function departingSteps({ metadata, ops }: Definition): AuditedStep[] {
  return ops.flatMap(({ bytes, digest }) => {
    const { body } = decodeOp(bytes);
    if (body?.kind !== 'exec') return [];
    const { description = {} } = metadata.get(digest) ?? {};
    const step = description[CUSTOM_NAME_KEY] ?? body.meta?.args.join(' ') ?? digest;
    const waived = Object.entries(description).flatMap(([key, waiver]) =>
      key.startsWith(WAIVER_KEY) ? [{ step, rule: key.slice(WAIVER_KEY.length), waiver }] : [],
    );
    const isOpen =
      body.network !== NETWORK_MODES.none && waived.every(({ rule }) => rule !== 'network');
    return isOpen ? [...waived, { step, rule: 'network', waiver: undefined }] : waived;
  });
}
