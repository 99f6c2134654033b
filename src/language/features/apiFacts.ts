import type { Endpoint, QueryParameter } from '../../api/description';
import { type EventType, eventTypes } from '../../api/events';
import { type Role, roleNamed, roles } from '../../api/roles';

// What the description of the API says in a few words, as plain text: for hovers and for completion alike.

/** Where a fact comes from is no help while one writes; that nobody but one client knows of it stays. */
export function withoutSources(text: string): string {
  return text.replace(/ \((?:Python client|Swift client|Terraform provider|error documentation|error-code docs)[^)]*\)/g, '');
}

/** The first sentence of a text, or its part in front of a colon or semicolon; without that mark and without sources. */
export function firstSentence(text: string): string {
  const plain = withoutSources(text);
  // A full stop inside a sentence is followed by a small letter; what is between brackets stays whole.
  return /^((?:\([^()]*\)|.)*?)(?:(?<!e\.g)\.(?=\s+[A-Z\d])|(?<=\})\.(?=\s)|[:;](?=\s)|\.$|$)/s.exec(plain)?.[1] ?? plain;
}

/** What an endpoint does, in the fewest words: `Add a user or service account to a project by email`. */
export function shortTitle({ summary }: Pick<Endpoint, 'summary'>): string {
  return firstSentence(summary.replace(/ \([^)]*\)/g, '')).replace(/, .*$/s, '').replace(/\{(\w+)\}/g, (_, name: string) => withArticle(name));
}

function withArticle(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}

/** What a query parameter is for; one that is a resource name is called that, its form in brackets. Sources stay. */
export function parameterWords({ description }: Pick<QueryParameter, 'description'>): string {
  return description.replace(/^(?:Resource name )?(?:\w+\/\{(\w+)\}\/?)+/, (form, name: string) => `Name of ${withArticle(name)} (${form.replace('Resource name ', '')})`);
}

/** The same in the fewest words: `Name of an organization`. */
export function shortParameterWords(parameter: Pick<QueryParameter, 'description'>): string {
  return firstSentence(parameterWords(parameter).replace(/ \([^()]*\{[^()]*\)/, ''));
}

/** The types of events that a query parameter of this name takes; the history has not all of them. Undefined for a parameter of another kind. */
export function eventTypesFor(name: string): readonly EventType[] | undefined {
  if (name === 'event_types') return eventTypes;
  return name === 'eventTypes' ? eventTypes.filter(({ inHistory }) => inHistory) : undefined;
}

/** A role that a call needs. */
export interface NeededRole {
  readonly role?: Role;
  /** Whether the documentation of the API names it. */
  readonly isDocumented: boolean;
}

/**
 * What a call of an endpoint needs and how it answers.
 *
 * @param needed Default: the role that the description of the endpoint names.
 */
export function endpointFacts(endpoint: Endpoint, needed: NeededRole = describedRole(endpoint)): readonly string[] {
  const { host, streaming, paginated, queryParams } = endpoint;
  return [
    ...roleFact(endpoint, needed),
    ...(paginated ? [`Answers in pages: ${queryParams.filter(isOfPages).map(({ name }) => name).join(', ')}`] : []),
    ...(streaming ? ['Streams until it is closed'] : []),
    ...(host === 'emulator' ? ['On the emulator only'] : []),
  ];
}

function describedRole({ role: name }: Endpoint): NeededRole {
  const role = typeof name === 'string' ? roleNamed(name) : undefined;
  return { ...(role && { role }), isDocumented: true };
}

function roleFact({ roleNote }: Endpoint, { role, isDocumented }: NeededRole): readonly string[] {
  if (!role) return [];
  const isAny = role === roles[0] || roleNote?.startsWith('any role') === true;
  return [`Role: ${isAny ? 'any' : `${role.displayName}${role.name === 'organization.admin' ? '' : ' or higher'}`}${isDocumented ? '' : ' (inferred)'}`];
}

/** Whether a parameter is one of those that all lists have. */
export function isOfPages({ name }: Pick<QueryParameter, 'name'>): boolean {
  return name === 'pageSize' || name === 'pageToken';
}

/** The type of a query parameter, and what else there is to know when it is written. */
export function parameterFacts({ type, required, repeated, default: usual, aliases = [] }: QueryParameter): readonly string[] {
  return [
    type,
    ...(required ? ['required'] : []),
    ...(repeated ? ['may be repeated'] : []),
    ...(usual === null || usual === undefined ? [] : [`default ${JSON.stringify(usual)}`]),
    ...(aliases.length === 0 ? [] : [`also written ${aliases.join(', ')}`]),
  ];
}
