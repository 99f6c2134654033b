import type { Services } from '../../app/services';
import type { WordedFinding } from '../../app/check';
import type { RunArguments } from '../arguments';
import type { Inspection } from '../checkInputs';
import { plain } from '../format/plain';
import { findingsText } from '../format/report';
import { requestTitle } from '../format/requestTitle';
import type { Style } from '../format/style';
import { scopeOf } from '../inputs';
import { exitCode, type ExitCode, type Io } from '../io';
import { chosenOf } from '../selection';

/** What it takes. */
export interface PreviewAllParts {
  readonly services: Services;
  /** Their errors have been told. */
  readonly inspections: readonly Inspection[];
  readonly args: RunArguments;
  readonly io: Io;
  readonly style: Style;
}

/** `--dry-run`: shows what would be sent, request by request, and sends nothing. */
export async function previewAll({ services, inspections, args, io, style }: PreviewAllParts): Promise<ExitCode> {
  let shown = 0;
  let refused = 0;
  let disabled = 0;
  for (const { input, findings } of inspections) {
    const { page } = input;
    const session = services.session({ ...scopeOf(input, args), source: 'terminal' });
    for (const { block, isDisabled } of chosenOf(page, args)) {
      if (isDisabled) {
        disabled++;
        continue;
      }
      const preview = await session.preview(block, io.signal);
      if (preview.kind === 'preview') {
        shown++;
        io.out(`${style.strong(requestTitle(page, block))}\n${plain(preview.document)}\n`);
        continue;
      }
      refused++;
      const why = preview.kind === 'refused' ? preview.findings.filter((each) => !isKnown(each, findings)) : [];
      io.out(`${style.bad('✘')} ${style.strong(requestTitle(page, block))}\n  ${style.bad('would not be sent')}\n${findingsText(page, why)}\n`);
    }
  }
  const counts = [...(refused > 0 ? [style.bad(`${refused} would not be sent`)] : []), ...(disabled > 0 ? [style.dim(`${disabled} disabled`)] : [])];
  io.out(`\n${[`${shown} would be sent`, ...counts].join(', ')}. Nothing was sent.\n`);
  const hasErrors = inspections.some(({ findings, beside }) => findings.some(({ finding }) => finding.severity === 'error') || beside.some(({ severity }) => severity === 'error'));
  return refused > 0 || hasErrors ? exitCode.usage : exitCode.ok;
}

function isKnown({ finding }: WordedFinding, told: readonly WordedFinding[]): boolean {
  return told.some(({ finding: other }) => other.code === finding.code && other.span.start === finding.span.start && other.span.end === finding.span.end);
}
