import type { Endpoint, QueryParameter } from '../../api/description';
import { eventTypes } from '../../api/events';
import { folded, nearest } from '../../base/nearest';
import type { RequestPart } from '../../http/requestPart';
import type { Fix } from '../entry';
import type { QueryItem, RequestView } from '../requestView';
import { documented, inferred, listed, observed, quoted } from '../say';
import { filled, nameForm, nameProblem } from './nameForm';
import { fixesOf, removeFix, replaceFix, type Problem } from './problem';
import { durationProblem, timeProblem } from './queryText';

/** Problems of one query: nobody reads more, and it can hold thousands of parameters. */
const mostProblems = 100;

/** Values that a sentence names all of. */
const mostListed = 16;

/** All spellings of a parameter: its name first. */
export function spellingsOf(parameter: QueryParameter): readonly string[] {
  return [parameter.name, ...(parameter.aliases ?? [])];
}

/** What in the query departs from the description, in the order written; missing parameters last. */
export function queryProblems(view: RequestView): readonly Problem[] {
  const endpoint = view.endpoint?.endpoint;
  if (!endpoint) return [];
  const found: Problem[] = [];
  const seen = new Set<QueryParameter>();
  for (const item of view.query) {
    const parameter = endpoint.queryParams.find((candidate) => spellingsOf(candidate).includes(item.name));
    const problem = parameter && !parameter.repeated && seen.has(parameter) ? repeatedProblem(parameter, item) : itemProblem(endpoint, parameter, item, view);
    if (parameter) seen.add(parameter);
    if (problem) found.push(problem);
    if (found.length >= mostProblems) break;
  }
  const missing = endpoint.queryParams
    .filter((parameter) => isRequired(parameter, view) && !view.query.some((item) => spellingsOf(parameter).includes(item.name)))
    .map(missingProblem);
  return [...found, ...missing];
}

/** Some are required with the wildcard in place of a project. */
function isRequired({ required, description }: QueryParameter, view: RequestView): boolean {
  return required || (description.includes('required with project "-"') && view.endpoint?.params.get('project')?.value === '-');
}

/** Which of two values would count nobody says. */
function repeatedProblem({ name }: QueryParameter, item: QueryItem): Problem {
  const part: RequestPart = { kind: 'query', name: item.name, occurrence: item.occurrence, what: 'name' };
  return {
    code: 'dt.400.parameter-value', part, name: item.name, weight: 'likely',
    headline: `${item.name} stands here twice`,
    doThis: inferred(`Keep one ${item.name}: it takes a single value.`),
    why: inferred(`The description of ${name} does not say that it can be repeated, nor which value would count.`),
    fix: removeFix(`Remove this ${quoted(item.name, 40)}`, part),
  };
}

function itemProblem(endpoint: Endpoint, parameter: QueryParameter | undefined, item: QueryItem, view: RequestView): Problem | undefined {
  if (!parameter) return unknownProblem(endpoint, item);
  // Whether an empty value means "not given" is documented for page tokens alone.
  const problem = item.value === '' ? undefined : valueProblem(parameter, item, view);
  if (!problem || parameter.required || view.method !== 'GET') return problem;
  const fixes = fixesOf(problem);
  return fixes.some((fix) => fix.kind === 'edit' && fix.grade !== 'template') ? problem : { ...problem, fixes: [leaveOut(problem.part, item.name), ...fixes] };
}

/** Without an optional parameter a list is answered all the same. */
export function leaveOut(part: RequestPart, name: string): Fix {
  return removeFix(`Leave out ${quoted(name, 40)}`, part);
}

function unknownProblem(endpoint: Endpoint, item: QueryItem): Problem {
  const known = endpoint.queryParams.flatMap(spellingsOf);
  const suggestion = nearest(item.name, known);
  const part: RequestPart = { kind: 'query', name: item.name, occurrence: item.occurrence, what: 'name' };
  const name = quoted(item.name, 24);
  return {
    code: 'dt.400.unknown-parameter',
    part,
    name: item.name,
    weight: 'likely',
    headline: `${name} is not a parameter here`,
    doThis: suggestion === undefined
      ? inferred(`Remove ${name}, or check its spelling. This endpoint takes ${known.length === 0 ? 'no query parameters' : listed(endpoint.queryParams.map((known) => known.name))}.`)
      : inferred(`Did you mean ${quoted(suggestion)}? Change the name of the parameter.`),
    why: inferred(`The description of this endpoint has no parameter ${name}. Whether the API refuses unknown ones is not documented.`),
    ...(suggestion === undefined ? { fix: removeFix(`Remove ${quoted(item.name, 40)}`, part) } : { meant: suggestion, fix: replaceFix(`Change to ${suggestion}`, part, suggestion) }),
  };
}

function valueProblem(parameter: QueryParameter, item: QueryItem, view: RequestView): Problem | undefined {
  const part: RequestPart = { kind: 'query', name: item.name, occurrence: item.occurrence, what: 'value' };
  const about = { part, name: item.name } as const;
  if (parameter.type === 'integer') return integerProblem(parameter, item, about);
  if (parameter.type === 'boolean' && item.value !== 'true' && item.value !== 'false') {
    return {
      ...about, code: 'dt.400.parameter-value', weight: 'certain', headline: `${item.name} must be true or false`,
      doThis: observed(`Write "true" or "false" as the value of ${item.name}.`),
      why: documented(`${item.name} is a boolean.`),
    };
  }
  const values = parameter.enum ?? (/^event_?types$/i.test(parameter.name) ? eventTypes.map(({ type }) => type) : undefined);
  if (values && !values.includes(item.value)) return enumProblem(parameter, values, item, about);
  if (parameter.description.startsWith('RFC 3339')) return item.rawValue.includes('+') ? plusProblem(item, about) : timeProblem(item.name, item.value, about.part);
  if (parameter.description.startsWith('Duration')) return durationProblem(item.name, item.value, about.part);
  const form = nameForm(parameter.name, parameter.description);
  if (!form || (parameter.description.includes('bare ID') && !item.value.includes('/'))) return undefined;
  return nameProblem(item.value, form, view, { ...about, code: 'dt.400.parameter-value', label: item.name, asText: (text) => text });
}

type About = Pick<Problem, 'part' | 'name'>;

function integerProblem(parameter: QueryParameter, item: QueryItem, about: About): Problem | undefined {
  if (!/^\d+$/.test(item.value)) {
    return {
      ...about, code: 'dt.400.parameter-value', weight: 'certain', headline: `${item.name} must be a whole number from 0 on`,
      doThis: observed(`Write a whole number without a sign as the value of ${item.name}.`),
      why: documented(`${item.name} is an integer.`),
    };
  }
  // Only lists with a known default of 100 have a known maximum (Swift client).
  const most = folded(parameter.name) === 'pagesize' && typeof parameter.default === 'number' ? parameter.default : Infinity;
  if (Number(item.value) <= most) return undefined;
  return {
    ...about, code: 'dt.400.parameter-value', weight: 'likely', headline: `${item.name} is over ${most}`,
    doThis: inferred(`Ask for at most ${most} items at a time, and follow nextPageToken for the rest.`),
    why: inferred(`A published client of the API gives ${most} as the largest page of this list.`),
    fix: replaceFix(`Change ${item.name} to ${most}`, about.part, String(most)),
  };
}

function enumProblem(parameter: QueryParameter, values: readonly string[], item: QueryItem, about: About): Problem {
  const suggestion = nearest(item.value, values);
  const commas = parameter.repeated && item.value.includes(',');
  return {
    ...about, code: 'dt.400.parameter-value', weight: 'likely', headline: `${item.name} has an unknown value`,
    doThis: commas
      ? inferred(`Repeat the parameter for each value: ${item.name}=a&${item.name}=b. A comma does not separate values.`)
      : suggestion === undefined
        ? documented(values.length > mostListed ? `Use a known value, such as ${listed(values.slice(0, 4), 'or')}.` : `Use one of ${listed(values, 'or')}.`)
        : inferred(`Did you mean ${quoted(suggestion)}?`),
    why: documented(values.length > mostListed ? `The value is none of the ${values.length} that are known of ${item.name}.` : `The known values of ${item.name} are ${listed(values)}.`),
    ...(suggestion !== undefined && !commas && { fix: replaceFix(`Change to ${suggestion}`, about.part, suggestion) }),
  };
}

/** In a query `+` stands for a blank, so `12:00+02:00` arrives as `12:00 02:00`. */
function plusProblem(item: QueryItem, about: About): Problem {
  return {
    ...about, code: 'dt.400.parameter-value', weight: 'likely', headline: `${item.name} has a bare "+"`,
    doThis: inferred(`Write %2B instead of "+" in ${item.name}, or give the time in UTC with a Z at the end.`),
    why: inferred('In a query "+" means a blank, so the time zone does not arrive as it was written.'),
    fix: replaceFix('Encode + as %2B', about.part, item.rawValue.replaceAll('+', '%2B')),
  };
}

function missingProblem(parameter: QueryParameter): Problem {
  return {
    code: 'dt.400.missing-parameter',
    part: { kind: 'request-line' },
    name: parameter.name,
    weight: parameter.required ? 'certain' : 'likely',
    headline: `the parameter ${parameter.name} is missing`,
    doThis: documented(`Add the query parameter ${parameter.name}. ${parameter.description}`.trim()),
    why: documented(`${parameter.name} is required${parameter.required ? '' : ' where "-" stands for the project'}.`),
    fix: {
      kind: 'edit', grade: 'template', title: `Add ${parameter.name}=…`,
      edits: [{ kind: 'add-query', name: parameter.name, value: filled(nameForm(parameter.name, parameter.description) ?? [`{${parameter.name}}`]) }],
    },
  };
}
