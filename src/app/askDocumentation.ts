import { pages } from '../api/hosts';
import { plainText } from '../base/plainText';
import { readBody } from '../http/bodyText';
import { type Outcome, type WireRequest, type WireResponse, lastAttempt } from '../http/exchange';
import { explain } from '../insight/explain';
import { statusTitle } from '../insight/statusTitle';
import { findTokens } from '../language/features/diagnostics/secretShapes';
import type { Services } from './services';

/** What came of a question to the documentation. Sentences are for people, and safe to show. */
export type DocumentationAnswer =
  /** A document to read as plain text: the address, a blank line, what was answered. */
  | { readonly kind: 'answered'; readonly document: string }
  /** Nothing was sent. */
  | { readonly kind: 'refused'; readonly sentence: string }
  | { readonly kind: 'failed'; readonly sentence: string }
  | { readonly kind: 'cancelled' };

/** Characters of the longest question: it becomes a part of an address. */
export const longestQuestion = 1000;
/** Octets of the longest answer that is waited for. */
const longestAnswer = 2_000_000;
/** Characters of it that are shown. */
const longestShown = 200_000;

/**
 * Asks DT's documentation of errors a question in a person's words: a GET on the page's own address with
 * `?ask=` (source: the page itself). Unsigned, through the same transport, proxies and certificates as
 * requests; it counts against no quota. A question that holds a known secret is not sent.
 *
 * @param question What was typed; blanks around it do not count.
 */
export async function askDocumentation(services: Services, question: string, signal: AbortSignal): Promise<DocumentationAnswer> {
  const refused = refusal(question) ?? (await secretIn(services, question));
  if (refused !== undefined) return { kind: 'refused', sentence: refused };
  const request = requestFor(question.trim(), services.host.userAgent);
  const limit = new AbortController();
  const holder = { label: 'Ask the Documentation', source: '' };
  const result = await services.runner(
    {
      request,
      // Who waits for an answer may as well ask again.
      options: { auth: 'none', retries: 0 },
      secrets: [],
      priority: 'interactive',
      holder,
      onProgress: (progress) => {
        if (progress.kind === 'receiving' && progress.received > longestAnswer) limit.abort();
      },
    },
    AbortSignal.any([signal, limit.signal]),
  );
  if (limit.signal.aborted) return { kind: 'failed', sentence: 'The documentation sent more than anybody would read, so the rest was not waited for.' };
  const { outcome } = result;
  if (outcome.kind === 'cancelled') return { kind: 'cancelled' };
  if (outcome.kind === 'answered' && outcome.response.status === 200) return answered(outcome, outcome.response, services);
  const why = explain(outcome, await services.factsOf(result, undefined, 0))?.headline;
  const status = outcome.kind === 'answered' ? `${statusTitle(outcome.response.status)} is not an answer to a question` : 'there was no answer';
  return { kind: 'failed', sentence: `The documentation did not answer. ${services.redactor.text(why ?? status)}.` };
}

function refusal(question: string): string | undefined {
  const { length } = question.trim();
  if (length === 0) return 'Type a question.';
  if (length > longestQuestion) return `A question has at most ${longestQuestion.toLocaleString('en')} characters; this one has ${length.toLocaleString('en')}.`;
  return undefined;
}

/** A person may have copied more than was meant. Of the secrets that are kept not all have been used yet. */
async function secretIn({ redactor, accounts, secrets }: Services, question: string): Promise<string | undefined> {
  for (const { account } of await accounts.list()) redactor.addSecret(account.secret);
  for (const { name } of await secrets.list()) {
    const found = await secrets.find(name);
    if (found?.kind === 'stored') redactor.addSecret(found.secret.value);
  }
  if (redactor.text(question) === question && findTokens(question).length === 0) return undefined;
  return 'The question holds a secret, so it was not sent. Take the secret out and ask again.';
}

/** Source of the address: the last section of DT's page about error codes. */
function requestFor(question: string, userAgent: string): WireRequest {
  const { origin, pathname } = new URL(pages.errorCodes);
  // Half a character cannot be encoded.
  const encoded = encodeURIComponent(question.replace(/\p{Surrogate}/gu, '\ufffd'));
  return {
    method: 'GET',
    origin,
    target: `${pathname}.md?ask=${encoded}`,
    headers: [['User-Agent', userAgent], ['Accept', 'text/markdown, text/plain;q=0.9, */*;q=0.5'], ['Accept-Encoding', 'gzip, br']],
  };
}

/** The answer is text from the network: it is shown as it is, and nothing in it is carried out or drawn. */
function answered(outcome: Outcome, { headers, body }: WireResponse, { redactor }: Services): DocumentationAnswer {
  const read = readBody(headers, body);
  const text = read.kind === 'text' ? plainText(read.text).trim() : '';
  if (text === '') return { kind: 'failed', sentence: 'The documentation answered with nothing that can be read.' };
  const shown = text.length > longestShown ? `${text.slice(0, longestShown)}\n\n… cut here: the answer is longer.` : text;
  const { origin, target } = lastAttempt(outcome.exchange)?.request ?? outcome.exchange.request;
  return { kind: 'answered', document: `${redactor.text(plainText(origin + target))}\n\n${redactor.text(shown)}\n` };
}
