import type { Span } from '../../base/text';
import { finding, type FindingCode, type FindingFacts } from '../../language/plan/findings';
import type { Need } from '../../language/plan/needs';
import type { RequestPlan } from '../../language/plan/plan';
import { shownOrigin } from '../around/shownOrigin';
import { worded } from '../check';
import { confirmQuestion, type Consents, readOutsideQuestion, runFirstQuestion, sendVariableQuestion } from './consents';
import type { Asked, Interaction } from './interaction';
import type { RunReport } from '../report';

/** The report of a request that is not sent because of one finding. */
export function refusedReport(code: FindingCode, span: Span, data: FindingFacts): RunReport {
  return { kind: 'refused', findings: worded([finding(code, span, data)]) };
}

/**
 * Asks the person who runs a request what has to be asked, and what was agreed to only once. Each
 * method gives the report that ends the run, or undefined when it may go on.
 */
export class Asking {
  constructor(
    private readonly interaction: Interaction,
    private readonly consents: Consents,
  ) {}

  /** `@prompt`; what is answered goes to `take`. */
  async value({ prompt, span }: Extract<Need, { kind: 'prompt' }>, take: (value: string) => void, signal: AbortSignal): Promise<RunReport | undefined> {
    const asked = await this.interaction.prompt(prompt, signal);
    if (asked.kind === 'answered') take(asked.value);
    return unanswered(asked, 'prompt.unavailable', span, { name: prompt.name });
  }

  /** Whether a request that may change something is run for a value of its answer. */
  async toRunFirst(name: string, method: string, span: Span, signal: AbortSignal): Promise<RunReport | undefined> {
    return unanswered(await this.interaction.confirm(runFirstQuestion(name, method), signal), 'dependency.unavailable', span, { name, method });
  }

  /**
   * Whether a body takes in a file from outside of the folder.
   *
   * @param file URI of the request file.
   * @param wanted URI of the file outside.
   * @param folder What the folder is, in words.
   */
  async toRead({ path, span }: Extract<Need, { kind: 'file' }>, file: string, wanted: string, folder: string, signal: AbortSignal): Promise<RunReport | undefined> {
    if (this.consents.has('read-outside', file, wanted)) return undefined;
    const problem = unanswered(await this.interaction.confirm(readOutsideQuestion(path, folder), signal), 'body.file-outside', span, { path });
    if (!problem) this.consents.give('read-outside', file, wanted);
    return problem;
  }

  /**
   * Whether values of the process or of `.env` go to the host of a request.
   *
   * @param isPreview Nothing is asked: what would be asked is agreed to, what nobody can be asked is refused.
   */
  async toSendVariables(plan: RequestPlan, file: string, signal: AbortSignal, isPreview: boolean): Promise<RunReport | undefined> {
    const { origin } = plan.request;
    if (this.consents.has('send-variable', file, origin)) return undefined;
    const { names, span } = guardedIn(plan);
    const shown = shownOrigin(plan);
    const instead = isPreview ? this.interaction.instead?.('send-variable') : undefined;
    if (isPreview) return instead === undefined ? undefined : refusedReport('variable.guarded', span, { names, origin: shown, instead });
    const problem = unanswered(await this.interaction.confirm(sendVariableQuestion(names, shown), signal), 'variable.guarded', span, { names, origin: shown });
    if (!problem) this.consents.give('send-variable', file, origin);
    return problem;
  }

  /** `@confirm`. */
  async toSend(plan: RequestPlan, shown: (text: string) => string, signal: AbortSignal): Promise<RunReport | undefined> {
    if (plan.confirm === undefined) return undefined;
    return unanswered(await this.interaction.confirm(confirmQuestion(plan, shown), signal), 'confirm.unavailable', plan.parts.requestLine, {});
  }
}

/**
 * The values in a request that go to a new origin only when a person agrees, and where it names the
 * first of them. Stored secrets are none of them: where those may go is not asked.
 */
export function guardedIn({ guarded, origins, parts }: RequestPlan): { readonly names: readonly string[]; readonly span: Span } {
  const sources = new Set<string>(guarded.map(({ source }) => source));
  const named = origins.find(({ origin }) => sources.has(origin.kind));
  const names = guarded.flatMap(({ source, key }) => (source === 'secret' ? [] : [key]));
  // Named in the value of a variable, it has no place in this request of its own.
  return { names: [...new Set(names)], span: named?.span ?? parts.requestLine };
}

/** The report for a question that was not answered; undefined when it was. */
function unanswered(asked: Asked<unknown>, code: FindingCode, span: Span, data: FindingFacts): RunReport | undefined {
  switch (asked.kind) {
    case 'answered':
      return undefined;
    case 'dismissed':
      return { kind: 'skipped', because: 'declined', findings: worded([finding('run.declined', span)]) };
    case 'unavailable':
      return refusedReport(code, span, { ...data, instead: asked.instead });
  }
}
