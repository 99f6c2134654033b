import { shownValue } from '../../language/features/shownValue';
import type { SignIntent } from '../../auth/signer';
import type { WireRequest } from '../../http/exchange';
import { formatBytes } from '../../http/format';
import { mask, type Redactor } from '../../http/redact';
import { readBody } from '../../http/bodyText';
import type { RequestTarget } from '../../language/plan/needs';
import type { RequestPlan, UsedOrigin } from '../../language/plan/plan';
import { LineIndex } from '../../base/text';
import { shownOrigin } from '../around/shownOrigin';
import { originText } from './originWords';

/** What would be sent: the request as it goes over the wire, without secrets, and where its values come from. */
export interface Preview {
  readonly kind: 'preview';
  /** Name of the request, or its method and target. */
  readonly title: string;
  readonly document: string;
  /** Requests that would be run first, in order. */
  readonly first: readonly RequestTarget[];
}

/** How a plan would be signed, and by whom. */
export interface PreviewSigning {
  readonly intent: SignIntent;
  /** Name of the account. */
  readonly account?: string;
}

/** Shows a plan as the octets that would be sent, in their order, all secrets hidden, and below them the origin of each value. */
export function previewOf(plan: RequestPlan, { intent, account }: PreviewSigning, fileText: string, redactor: Redactor): Preview {
  const { request } = plan;
  const to = request.origin === '' ? undefined : shownOrigin(plan);
  const head = [
    `${request.method} ${redactor.target(request.target)} HTTP/1.1`,
    `host: ${to === undefined ? '(not known before it is sent)' : to === request.origin ? new URL(to).host : to.replace(/^https?:\/\//i, '')}`,
    'connection: keep-alive',
    ...redactor.headers(request.headers).map(([name, value]) => `${name}: ${value}`),
    ...(intent.kind === 'sign' ? [`Authorization: ${intent.scheme === 'basic' ? 'Basic' : 'Bearer'} ${mask}`] : []),
    ...lengthHeader(plan),
  ];
  const body = bodyText(request, redactor);
  const first = plan.waiting.flatMap((need) => (need.kind === 'answer' ? [need.target] : []));
  const notes = [`To ${to ?? 'a host that is not known before it is sent'}, ${signedText(intent, account)}.`, ...beforeLines(plan, redactor), ...originLines(plan, fileText, redactor)].map((line) => `# ${line}`);
  const title = plan.name ?? `${request.method} ${redactor.target(request.target)}`;
  return { kind: 'preview', title, first, document: `${[...notes, '', ...head].join('\n')}\n${body === '' ? '' : `\n${body}\n`}` };
}

/** What happens before the send, and with the answer. */
function beforeLines({ waiting, confirm, save }: RequestPlan, redactor: Redactor): readonly string[] {
  const needs = waiting.flatMap((need) => {
    if (need.kind === 'answer') return [`Runs "${need.target.name}" first.`];
    return need.kind === 'prompt' ? [`Asks for "${need.prompt.name}": ${need.prompt.text}`] : [];
  });
  const question = confirm === undefined ? [] : [confirm === '' ? 'Asks before it is sent.' : `Asks before it is sent: ${redactor.text(confirm)}`];
  const saved = save ? [`Saves the body of the answer as ${redactor.text(save.path)}${save.overwrite ? ', in place of what is there' : ''}.`] : [];
  return [...needs, ...question, ...saved];
}

/** As the transport does: none for methods that expect no body and have none. */
function lengthHeader({ request: { method, body }, parts, origins }: RequestPlan): readonly string[] {
  const span = parts.sources.request.body;
  const waits = span && origins.some((origin) => origin.waits && origin.span.start >= span.start);
  if (waits) return ['content-length: (not known before it is sent)'];
  if (body) return [`content-length: ${body.byteLength}`];
  return ['POST', 'PUT', 'PATCH'].includes(method) ? ['content-length: 0'] : [];
}

function bodyText({ headers, body }: WireRequest, redactor: Redactor): string {
  if (!body || body.byteLength === 0) return '';
  const read = readBody(headers, body);
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  return read.kind === 'text' ? redactor.body(read.text, type) : `(${formatBytes(body.byteLength)} that are not text)`;
}

function signedText(intent: SignIntent, account: string | undefined): string {
  if (intent.kind === 'sign') return `signed as ${account ?? 'the account'}`;
  const because = {
    'no-account': 'there is no account',
    'signed-out': `${account ?? 'the account'} is signed out`,
    'none-chosen': 'no account is chosen',
    'origin-not-allowed': "accounts sign only requests to DT's hosts and those you allowed",
    'own-authorization': 'the request brings its own Authorization',
    asked: '@auth none',
  };
  return `unsigned: ${because[intent.because]}`;
}

function originLines({ origins }: RequestPlan, fileText: string, redactor: Redactor): readonly string[] {
  const lines = new LineIndex(fileText);
  return origins.map(({ name, value, origin, span, waits }: UsedOrigin) => {
    const shown = waits ? 'not known before it is sent' : shownValue({ name, written: value === undefined ? undefined : redactor.text(value) }, 100);
    return `Line ${lines.positionAt(span.start).line + 1}, {{${redactor.text(name)}}}: ${shown} · ${originText(origin, lines)}`;
  });
}
