import { type Finding } from '../../base/finding';
import type { FileSupply } from '../../language/plan/needs';
import { VariableScope } from '../../language/plan/variables';
import type { Block } from '../../language/syntax/nodes';
import { planContextOf, readSurroundings } from '../around/surroundings';
import type { RunReport } from '../report';
import type { Services } from '../services';
import { Asking } from '../session/asking';
import { noInteraction } from '../session/interaction';
import { RequestPlanner } from '../session/planner';
import type { SessionInput } from '../session/session';
import { SessionAnswers } from '../session/sessionAnswers';
import { RequestSupplies, type SharedSupplies } from '../session/supplies';
import { copyRequest } from './copyRequest';
import type { NotCopied } from './curlParts';
import { toCurl } from './toCurl';
import { toCurlCmd, toCurlPowerShell } from './toCurlWindows';
import { toJavaScript } from './toJavaScript';
import { toPython } from './toPython';

const writers = { bash: toCurl, cmd: toCurlCmd, powershell: toCurlPowerShell, python: toPython, javascript: toJavaScript } as const;

/** What a request can be copied as; the first three are cURL, by the shell that is to run it. */
export type CopyFormat = keyof typeof writers;

/** The text for the clipboard, and the variables that must be set to run it; or a sentence that says why there is none. */
export type Copied = { readonly kind: 'copied'; readonly text: string; readonly variables: readonly string[] } | { readonly kind: 'refused'; readonly message: string };

/**
 * A request as another program sends it, with environment variables in the place of secrets and of
 * what is not known before the send. Sends nothing and asks nothing. Rejects with CancelledError.
 */
export async function copyAs(services: Services, input: SessionInput, block: Block, format: CopyFormat, signal: AbortSignal): Promise<Copied> {
  const { redactor } = services;
  if (!block.request) return { kind: 'refused', message: 'There is no request here, only comments and variables.' };
  const outside: string[] = [];
  const planned = await planToCopy(services, input, block, outside, signal);
  if ('kind' in planned) return { kind: 'refused', message: redactor.text(sentenceOf(planned)) };
  const [path] = outside;
  if (path !== undefined) return { kind: 'refused', message: `The body takes in ${redactor.text(path)} from outside of the folder, which is read only for a run. Nothing was copied.` };
  const { plan } = planned;
  const { intent } = await services.signingOf(plan);
  const request = copyRequest(plan, intent, input.file.text, redactor, services.sandbox);
  const text: string | NotCopied = writers[format](request);
  if (typeof text !== 'string') return { kind: 'refused', message: text.refused };
  return { kind: 'copied', text: redactor.text(text), variables: request.variables.map(({ name }) => name) };
}

/** As a run would plan it, but for what is not known before that. */
async function planToCopy(services: Services, input: SessionInput, block: Block, outside: string[], signal: AbortSignal): Promise<Awaited<ReturnType<RequestPlanner['plan']>>> {
  const { host, accounts, answers } = services;
  const { uri, file, environment } = input;
  const surroundings = await readSurroundings(host, input);
  surroundings.secrets.hideFrom(services.redactor);
  const account = await accounts.active();
  const sandboxBases = services.basesFor(account);
  const context = { ...planContextOf(host, input, surroundings), ...(sandboxBases && { sandboxBases }) };
  const own = new SessionAnswers(answers, environment, ({ module }) => new VariableScope(module.file, { ...context, uri: module.uri, imports: module.imports }), account?.name, await services.identities());
  const supplies = new CopySupplies({ answer: (target) => own.of(target), processEnv: (name) => host.processEnv(name), dotenv: surroundings.dotenv }, outside);
  const planner = new RequestPlanner(services, input, new Asking(noInteraction, services.consents), () => Promise.resolve(undefined));
  const target = { module: { uri, file, imports: surroundings.imports }, block, name: '' };
  const ground = { surroundings, answers: own, active: account?.name };
  return planner.plan({ target, stack: [target], supplies, ground, signal, onProgress: () => undefined, isPreview: true, forced: new Set() });
}

/** Notes files of which only a description was read: a preview shows that, but nobody wants to send it. */
class CopySupplies extends RequestSupplies {
  constructor(
    shared: SharedSupplies,
    private readonly outside: string[],
  ) {
    super(shared);
  }

  override noteFile(path: string, content: FileSupply): void {
    if (content.kind === 'content' && new TextDecoder().decode(content.bytes.subarray(0, 8192)) === `(the content of ${path})`) this.outside.push(path);
    super.noteFile(path, content);
  }
}

function sentenceOf(report: RunReport): string {
  if (report.kind === 'disabled') return 'This request is marked @disabled. Remove that to copy it.';
  const findings: readonly { readonly message: string; readonly finding: Finding }[] = 'findings' in report ? report.findings : [];
  return `Nothing was copied: ${findings[0]?.message ?? 'the request has errors.'}`;
}
