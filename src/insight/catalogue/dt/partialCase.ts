import { nameForm, nameProblem } from '../../blame/nameForm';
import type { Problem } from '../../blame/problem';
import { partialFailureOf, type ItemFailure, type PartialCall, type PartialFailure } from '../../blame/partial';
import { findId, waitAndRetry } from '../../cure';
import type { CatalogueEntry, EntryExplanation, Explanation, Facts, Failure, Fix, Mark, Statement } from '../../entry';
import { shown } from '../../evidence';
import { errorPage, referencePage } from '../../links';
import type { RequestPart } from '../../../http/requestPart';
import { viewOf, type RequestView } from '../../requestView';
import { documented, headline, inferred, observed } from '../../say';
import { statusTitle } from '../../statusTitle';

/** Words to blame of one explanation. */
const mostMarks = 100;
/** Errors that are quoted of one answer. */
const mostQuoted = 20;
/** "Retry again in a few seconds" is what the samples say; a second is the least that the documentation asks for. */
const againMs = 1000;

interface PartialCase extends Pick<CatalogueEntry, 'code' | 'title'> {
  readonly call: PartialCall;
  /** What was not done to a device: `moved`. */
  readonly done: string;
  readonly example: string;
  /** What there is to say of the call. */
  readonly why: readonly Statement[];
}

/** What a code of a single device means. */
interface Meaning {
  /** Follows the name in a headline. */
  readonly clause: string;
  readonly doThis: Statement;
  readonly why: Statement;
}

/** What the codes of single devices mean. Sources: Python client, its samples. */
const meanings: Readonly<Record<string, Meaning>> = {
  NOT_FOUND: {
    clause: ' was not found',
    doThis: documented('NOT_FOUND: check the name, take it out of the list, or look for the device in the other projects.'),
    why: documented('NOT_FOUND: there is no such device or kit, or not where the name says.'),
  },
  INVALID_ARGUMENT: {
    clause: ' is not accepted',
    doThis: documented('INVALID_ARGUMENT: read the message. A name is projects/{project}/devices/{device}; of labels a device carries only so many.'),
    why: documented('INVALID_ARGUMENT: the name, or what is to be done with this device, is not acceptable.'),
  },
  INTERNAL_ERROR: {
    clause: ' failed inside the service',
    doThis: documented('INTERNAL_ERROR: run it again in a few seconds.'),
    why: documented('INTERNAL_ERROR: the service failed with this device, which usually passes.'),
  },
  ALREADY_CLAIMED: {
    clause: ' is claimed already',
    doThis: documented('ALREADY_CLAIMED: take it out of the list.'),
    why: documented('ALREADY_CLAIMED: it belongs to an organization already.'),
  },
};

/** An entry for a call that succeeds while single devices fail inside its answer. */
export function partialCase({ code, title, call, done, example, why }: PartialCase): CatalogueEntry {
  return {
    code, title, example,
    status: 200,
    about: {
      doThis: [documented('Look at the error of each device: the code says what kind it is, the message says more.'), ...codesOf[call].map((each) => meaning(each, call).doThis)],
      why: [documented('The call succeeds when it is carried out at all; devices that failed are listed inside its answer.'), ...why],
      links: [errorPage(200), referencePage],
    },
    matches: (failure, facts) => (partialFailureOf(failure, facts)?.call === call ? 60 : 0),
    explain(failure, facts) {
      const partial = partialFailureOf(failure, facts);
      if (!partial) throw new Error(`${code} was asked to explain what it does not fit.`);
      return explained(partial, failure, facts, done, why);
    },
  };
}

/** In a claim there are no projects yet to look in. */
const unknownToClaim: Meaning = {
  clause: ' was not found',
  doThis: documented('NOT_FOUND: check the id of the device or kit, or take it out of the list.'),
  why: documented('NOT_FOUND: there is no such device or kit.'),
};

/** Those that the sources name for each call. Source: Python client. */
const codesOf: Readonly<Record<PartialCall, readonly string[]>> = {
  batchUpdate: ['NOT_FOUND', 'INVALID_ARGUMENT', 'INTERNAL_ERROR'],
  transfer: ['NOT_FOUND', 'INVALID_ARGUMENT', 'INTERNAL_ERROR'],
  claim: ['NOT_FOUND', 'ALREADY_CLAIMED'],
};

function meaning(code: string, call: PartialCall): Meaning {
  if (call === 'claim' && code === 'NOT_FOUND') return unknownToClaim;
  return (Object.hasOwn(meanings, code) ? meanings[code] : undefined) ?? {
    clause: ' failed',
    doThis: observed('Read the message of the devices with other codes below.'),
    why: inferred('Some of the codes are not among those that are documented.'),
  };
}

function explained(partial: PartialFailure, failure: Failure, facts: Facts, done: string, why: readonly Statement[]): EntryExplanation {
  const { items } = partial;
  const status = `${statusTitle(failure.response?.status ?? 200)}: `;
  const view = viewOf(failure, facts);
  const found = items.filter((item) => item.pointer !== undefined).slice(0, mostMarks);
  const marks = found.map((item) => markOf(item, status, partial, view, facts));
  // All there is to say is about this one: it is the word to blame, and is not marked twice.
  const only = items.length === 1 ? marks[0] : undefined;
  const said = [...new Map(items.map((item) => saidOf(item, partial, view)).map((one) => [one.doThis.text, one])).values()];
  return {
    headline: only ? only.headline : `${status}${amount(partial)} ${items.length === 1 ? 'was' : 'were'} not ${done}`,
    part: only?.part ?? mainPart(partial, failure),
    doThis: [...said.map(({ doThis }) => doThis), ...onlyTheRest(partial, view, done)],
    why: [documented(`The call succeeds although single devices fail${partial.asked > items.length ? `: the others ${isDryRun(partial, view) ? 'would be' : 'are'} ${done}` : ''}.`), ...distinct(said.map((one) => one.why)), ...why],
    evidence: evidenceOf(partial, marks.length, facts),
    marks: only ? [] : marks,
    fixes: only ? only.fixes : items.some(({ code }) => code === 'INTERNAL_ERROR') ? [waitAndRetry(againMs)] : [],
  };
}

/** What there is to say of a device: what is wrong with its name, or else what its code means. */
function saidOf(item: ItemFailure, partial: PartialFailure, view: RequestView): Pick<Meaning, 'doThis' | 'why'> {
  const flaw = item.pointer === undefined ? undefined : nameFlaw(item, partial, view);
  if (!flaw) return meaning(item.code, partial.call);
  const { text, certainty } = flaw.doThis;
  return { doThis: { text: item.code === '' ? text : `${item.code}: ${text.charAt(0).toLowerCase()}${text.slice(1)}`, certainty }, why: flaw.why };
}

function distinct(statements: readonly Statement[]): readonly Statement[] {
  return [...new Map(statements.map((one) => [one.text, one])).values()];
}

/** `3 of 12 devices`. */
function amount({ items, asked }: PartialFailure): string {
  const kinds = new Set(items.map(({ kind }) => kind));
  const ofOne = asked > items.length ? asked : items.length;
  const what = kinds.size > 1 ? 'devices and kits' : `${items[0]?.kind ?? 'device'}${ofOne === 1 ? '' : 's'}`;
  return `${asked > items.length ? `${items.length} of ${asked}` : items.length} ${what}`;
}

/** The name of the list in the body; what there is of it where the body was not read. */
function mainPart({ list }: PartialFailure, { exchange: { request } }: Failure): RequestPart {
  if (list !== undefined) return { kind: 'json', pointer: list, what: 'name' };
  return request.body && request.body.length > 0 ? { kind: 'body' } : { kind: 'request-line' };
}

/** Running it again as it is would do the others once more, which is harmless for labels alone. */
function onlyTheRest(partial: PartialFailure, view: RequestView, done: string): readonly Statement[] {
  return isRepeatable(partial, view) || partial.asked <= partial.items.length ? [] : [inferred(`Before you run it again take those out of the list that were ${done}: they would fail now.`)];
}

/** Whether the same call may be made again for the devices that did not fail. */
function isRepeatable(partial: PartialFailure, view: RequestView): boolean {
  return partial.call === 'batchUpdate' || isDryRun(partial, view);
}

/** A claim that only says what would come of it. */
function isDryRun({ call }: PartialFailure, { query }: RequestView): boolean {
  return call === 'claim' && query.some(({ name, value }) => name === 'dryRun' && value === 'true');
}

function markOf(item: ItemFailure, status: string, partial: PartialFailure, view: RequestView, facts: Facts): Mark {
  const id = (item.written ?? item.name).split('/').at(-1) ?? '';
  const part: RequestPart = { kind: 'json', pointer: item.pointer ?? '', what: 'value' };
  const misnamed = nameFlaw(item, partial, view);
  return {
    part,
    headline: headline(`${status}${item.kind} `, id, misnamed ? ' is named in a wrong form' : meaning(item.code, partial.call).clause),
    fixes: item.code === 'INTERNAL_ERROR' ? [waitAndRetry(againMs)] : [moved(item, id, part, partial, facts) ?? misnamed?.fix ?? [], takeOut(part, item, partial, view), search(item, id, partial, facts)].flat(),
  };
}

/** Where else a device may be: asked once. */
function search({ code }: ItemFailure, id: string, { call }: PartialFailure, { whereabouts }: Facts): readonly Fix[] {
  return code === 'NOT_FOUND' && call !== 'claim' && id !== '' && whereabouts?.id !== id ? [findId(id)] : [];
}

/** A transfer names the project where the device is now. */
function moved({ written }: ItemFailure, id: string, part: RequestPart, { call }: PartialFailure, { whereabouts }: Facts): Fix | undefined {
  if (call !== 'transfer' || whereabouts?.id !== id || whereabouts.name === undefined || whereabouts.name === written) return undefined;
  return { kind: 'edit', grade: 'likely', title: `Change to ${whereabouts.name}`, edits: [{ kind: 'replace', part, text: JSON.stringify(whereabouts.name) }] };
}

/** What is wrong with the form of the name, where that is what the API minds. */
function nameFlaw({ code, written, pointer }: ItemFailure, { call }: PartialFailure, view: RequestView): Problem | undefined {
  const part: RequestPart = { kind: 'json', pointer: pointer ?? '', what: 'value' };
  const list = pointer?.split('/')[1] ?? '';
  const form = nameForm(list, view.endpoint?.endpoint.requestBody?.properties?.[list]?.description);
  if (code !== 'INVALID_ARGUMENT' && call !== 'claim') return undefined;
  if (!form || written === undefined) return undefined;
  return nameProblem(written, form, view, { code: 'dt.400.field-value', part, name: list, label: list, asText: (text) => JSON.stringify(text) });
}

function takeOut(part: RequestPart, { pointer, kind }: ItemFailure, partial: PartialFailure, view: RequestView): readonly Fix[] {
  const length = partial.lengths.get(`/${pointer?.split('/')[1] ?? ''}`) ?? 0;
  if (length < 2 || !isRepeatable(partial, view)) return [];
  return [{ kind: 'edit', grade: 'likely', title: `Take this ${kind} out of the list`, edits: [{ kind: 'remove', part }] }];
}

function evidenceOf(partial: PartialFailure, marked: number, facts: Facts): Explanation['evidence'] {
  const { items } = partial;
  const show = shown(facts);
  const unmarked = items.length > marked && marked > 0 ? `; ${marked} of them marked` : '';
  return [
    { label: 'Failed', value: `${amount(partial)}${unmarked}` },
    ...items.slice(0, mostQuoted).map(({ kind, name, code, message }) => ({ label: kind, value: show([name, code, message].filter((piece) => piece !== '').join(': '), 300) })),
    ...(items.length > mostQuoted ? [{ label: 'More', value: `${items.length - mostQuoted} in the answer` }] : []),
  ].filter(({ value }) => value !== '');
}
