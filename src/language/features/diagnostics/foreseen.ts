import type { Finding, ReadyFix } from '../../../base/finding';
import type { WireRequest } from '../../../http/exchange';
import type { Certainty, RequestEdit, RequestPart } from '../../../http/requestPart';
import { locate, movedEdits } from '../../locate';
import { expectsStatus } from '../../plan/expect/expectations';
import { accountOf, type BlockAnalysis } from '../../plan/plan';
import { staticRequest, type StaticRequest } from '../../plan/staticRequest';
import type { Block } from '../../syntax/nodes';

/** A sentence about a request, and how sure it is. */
export interface Saying {
  readonly text: string;
  readonly certainty: Certainty;
}

/** What would most likely be answered to a request, seen before it is sent. */
export interface Forecast {
  /** Code of the catalogue's entry about it. */
  readonly code: string;
  readonly severity: 'warning' | 'information';
  /** Cause and name, without a status. */
  readonly headline: string;
  /** What to do, where that is short enough to stand beside the headline. */
  readonly advice?: string;
  /** What to do, and what that rests on: of this very request. */
  readonly doThis: Saying;
  readonly why: Saying;
  /** The status of the answer. */
  readonly status?: number;
  readonly part: RequestPart;
  /** What it rests on, where that is not the part that is marked. */
  readonly about?: RequestPart;
  readonly fixes: readonly { readonly title: string; readonly isCertain: boolean; readonly edits: readonly RequestEdit[] }[];
}

/**
 * Foresees what would be answered to a request; empty for one of which nothing is known. Must be pure:
 * what it says of a block is remembered for as long as the block stays as it is.
 */
export type Foreseeing = (request: WireRequest, sending: Sending) => readonly Forecast[];

/** How a request would be sent. */
export interface Sending {
  /** `# @auth none` */
  readonly isUnsigned: boolean;
  /** The account that the request or its environment names; empty as long as that is not known. Missing: the active one. */
  readonly account?: string;
  /** Whether it goes to the base of its account: its target names no host. */
  readonly isBased: boolean;
}

/**
 * What is foreseen of the request of a block, on the word to blame. Only what holds whatever the
 * values are that nobody knows yet. An answer that the author expects by its status is only hinted at.
 */
export function foreseenIn(analysis: BlockAnalysis, block: Block, foreseeing: Foreseeing): readonly Finding[] {
  const request = staticRequest(analysis, block);
  if (!request) return [];
  const { file } = analysis.scope;
  const asked = accountOf(analysis.scope, block);
  // Whose rights it is sent with, and whether it is signed at all, is not known where that cannot be read.
  const isAccountKnown = !analysis.findings.some(({ severity, data }) => severity === 'error' && (data['directive'] === 'auth' || data['directive'] === 'account' || data['effect'] === 'credentials'));
  const account = isAccountKnown ? asked && (asked.name ?? '') : '';
  const sending = { isUnsigned: analysis.directives.effects.auth === 'none', isBased: request.parts.sources.target.base !== undefined, ...(account !== undefined && { account }) };
  const placed = { parts: request.parts, block: { start: block.start, end: block.end, text: file.text.slice(block.start, block.end) } };
  return independent(request, (each) => foreseeing(each, sending)).map((forecast) => {
    const { code, headline, advice, status } = forecast;
    const span = locate(placed, forecast.part);
    const isExpected = status !== undefined && expectsStatus(analysis.directives.expectations, status);
    const fixes = forecast.fixes.flatMap(({ title, isCertain, edits }): readonly ReadyFix[] => {
      const isKnown = edits.every((edit) => !('part' in edit) || request.isWritten(edit.part));
      const made = isKnown ? movedEdits(placed, file, 0, edits) : undefined;
      const near = made?.map(({ span: { start, end }, newText }) => ({ span: { start: start - span.start, end: end - span.start }, newText }));
      return near ? [{ title, preferred: isCertain, edits: near }] : [];
    });
    const data = { headline, ...(advice !== undefined && { advice }), doThis: said(forecast.doThis), why: said(forecast.why) };
    return { code, severity: isExpected ? 'hint' : forecast.severity, span, data, ...(fixes.length > 0 && { fixes }) };
  });
}

/** As findings carry it: the sentence, then how sure it is. */
function said({ text, certainty }: Saying): readonly string[] {
  return [text, certainty];
}

/** Those that rest on no value that is not known: they are said of all variants, and of none of its parts that stands in for something. */
function independent(request: StaticRequest, foreseeing: (request: WireRequest) => readonly Forecast[]): readonly Forecast[] {
  const [first, ...others] = request.variants;
  const known = foreseeing(first).filter(({ part, about = part }) => request.isKnown(about));
  if (known.length === 0) return known;
  // A sentence that quotes what stands in for something is another one each time.
  const keyOf = ({ code, part, doThis, why }: Forecast) => JSON.stringify([code, part, doThis.text, why.text]);
  const agreed = others.map((other) => new Set(foreseeing(other).map(keyOf)));
  return known.filter((forecast) => agreed.every((keys) => keys.has(keyOf(forecast))));
}
