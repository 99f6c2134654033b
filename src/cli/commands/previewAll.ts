import type { Services } from '../../app/services';
import type { WordedFinding } from '../../app/check';
import type { RunArguments } from '../arguments';
import type { Inspection } from '../checkInputs';
import type { RunSession } from '../../app/session/session';
import type { RequestTarget } from '../../language/plan/needs';
import type { Block } from '../../language/syntax/nodes';
import type { Page } from '../format/page';
import { plain, plainLine } from '../format/plain';
import { findingsText } from '../format/report';
import { requestTitle } from '../format/requestTitle';
import type { Style } from '../format/style';
import { scopeOf } from '../inputs';
import { exitCode, type ExitCode, type Io } from '../io';
import { terminalInteraction } from '../interaction';
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

/** `--dry-run`: shows what would be sent, request by request with what each needs first, and sends nothing. */
export async function previewAll(parts: PreviewAllParts): Promise<ExitCode> {
  const { inspections, io, style } = parts;
  const previews = new Previews(parts);
  for (const inspection of inspections) await previews.file(inspection);
  const { shown, refused, disabled } = previews;
  const counts = [...(refused > 0 ? [style.bad(`${refused} would not be sent`)] : []), ...(disabled > 0 ? [style.dim(`${disabled} disabled`)] : [])];
  io.out(`\n${[`${shown} would be sent`, ...counts].join(', ')}. Nothing was sent.\n`);
  const hasErrors = inspections.some(({ findings, beside }) => findings.some(({ finding }) => finding.severity === 'error') || beside.some(({ severity }) => severity === 'error'));
  return refused > 0 || hasErrors ? exitCode.usage : exitCode.ok;
}

class Previews {
  shown = 0;
  refused = 0;
  disabled = 0;
  readonly #parts: PreviewAllParts;
  /** What was shown as the need of another one is not shown again in its turn. */
  readonly #seen = new Set<Block>();

  constructor(parts: PreviewAllParts) {
    this.#parts = parts;
  }

  async file({ input, findings }: Inspection): Promise<void> {
    const { services, args, io } = this.#parts;
    const session = services.session({ ...scopeOf(input, args), source: 'terminal', interaction: terminalInteraction(io, args.yes) });
    for (const { block, isDisabled } of chosenOf(input.page, args)) {
      if (isDisabled) this.disabled++;
      else await this.#show(session, block, input.page, findings);
    }
  }

  /** @param neededBy Title of the request that it would be run for. */
  async #show(session: RunSession, of: Block | RequestTarget, page: Page, known: readonly WordedFinding[], neededBy?: string): Promise<void> {
    const { io, style } = this.#parts;
    const block = 'module' in of ? of.block : of;
    if (this.#seen.has(block)) return;
    this.#seen.add(block);
    const preview = await session.preview(of, io.signal);
    // The title is that of the page: a request of another file goes by its name.
    const title = 'module' in of && of.module.file !== page.file ? of.name : requestTitle(page, block);
    const heading = `${style.strong(title)}${neededBy === undefined ? '' : style.dim(`  first, because ${neededBy} needs it`)}`;
    if (preview.kind === 'preview') {
      for (const target of preview.first) await this.#show(session, target, page, known, title);
      this.shown++;
      io.out(`${heading}\n${plain(preview.document)}\n`);
      return;
    }
    this.refused++;
    const why = preview.kind === 'refused' ? preview.findings.filter((each) => !isKnown(each, known)) : [];
    const isHere = !('module' in of) || of.module.file === page.file;
    const told = isHere ? findingsText(page, why) : why.map(({ message }) => `  ${plainLine(message)}\n`).join('');
    io.out(`${style.bad('✘')} ${heading}\n  ${style.bad('would not be sent')}\n${told}\n`);
  }
}

function isKnown({ finding }: WordedFinding, told: readonly WordedFinding[]): boolean {
  return told.some(({ finding: other }) => other.code === finding.code && other.span.start === finding.span.start && other.span.end === finding.span.end);
}
