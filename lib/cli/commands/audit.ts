import { relative, resolve } from 'node:path';
import { HARDENINGS, type HardeningName } from '../../audit/rules/hardening';
import { audit as auditImages } from '../../build/audit';
import { synthesize } from '../../build/synthesize';
import { writeFileWhole } from '../../files/write-file';
import { readAppOptions } from '../args/app-options';
import { readEnvironment } from '../args/environment-options';
import { parsePlatformOptions } from '../args/platform-option';
import { didYouMean } from '../args/suggest';
import { usageError } from '../args/usage-error';
import { auditPage } from '../audit/page';
import { brokenRules, renderAudits } from '../audit/report';
import { readTls } from '../build/settings';
import { showEvents } from '../build/show-events';
import type { CommandContext } from '../context';
import { EXIT, type ExitCode } from '../exit-code';
import { jsonText } from '../json-text';
import { progressMode } from '../progress/auto';
import { terminalWidth } from '../terminal/terminal-width';

/** `synth audit`: builds images, and tells what they are and whether they may be so. */
export async function audit(context: CommandContext): Promise<ExitCode> {
  const { arguments: images, cwd, env, messages, options, signal, stderr, stdout } = context;
  const require = readRequired(options.all('require'));
  const platforms = parsePlatformOptions(options.all('platform'));
  const progress = progressMode(options.last('progress'), env, stderr);
  const environment = readEnvironment(context);
  const tls = await readTls(context);
  const assembly = await synthesize(readAppOptions(context));
  const shown = showEvents(progress, context);
  const audits = await auditImages(assembly, {
    images,
    platforms,
    require,
    environment,
    cwd,
    env,
    address: options.last('addr'),
    tls,
    onEvent: shown.onEvent,
    signal,
  }).finally(shown.close);
  const page = options.last('page');
  if (page !== undefined) {
    const file = resolve(cwd, page);
    writeFileWhole(file, auditPage(audits));
    messages.note(`wrote ${relative(cwd, file)}`);
  }
  stdout.write(
    options.has('json') ? jsonText(audits) : renderAudits(audits, terminalWidth(stdout)),
  );
  if (audits.length === 0) messages.warn('the app has no image');
  return audits.some((one) => brokenRules(one).length > 0) ? EXIT.differs : EXIT.done;
}

function readRequired(texts: readonly string[]): HardeningName[] {
  return texts
    .flatMap((text) => text.split(','))
    .map((name) => {
      const known = HARDENINGS.find((one) => one === name);
      if (known !== undefined) return known;
      throw usageError(`option "--require" does not know "${name}"`, {
        expected: HARDENINGS.join(', '),
        ...didYouMean(name, HARDENINGS),
      });
    });
}
