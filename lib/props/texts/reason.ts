import { text } from '../text';

/** The reason for a departure from what is the rule, which an audit reads. */
export const REASON = text({
  pattern: /\S/,
  expected: 'the reason, a sentence that an audit can print',
});
