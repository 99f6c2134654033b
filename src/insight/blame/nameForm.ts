import { nearest } from '../../base/nearest';
import type { RequestView } from '../requestView';
import { documented, inferred } from '../say';
import { cut, replaceFix, type Problem } from './problem';

/** The form of a resource name, piece by piece: `['projects', '{project}']`. */
export type NameForm = readonly string[];

/**
 * The form that the description of a parameter or property gives: it begins with it, as in
 * `projects/{project}/devices/{device}, no leading slash`. Lists of device ids hold ids alone.
 * Undefined where it gives none.
 */
export function nameForm(name: string, description: string | undefined): NameForm | undefined {
  if (name === 'deviceIds' || name === 'device_ids') return ['{device}'];
  return /^(?:Resource name )?((?:[a-zA-Z]+\/\{\w+\}\/?)+)/.exec(description ?? '')?.[1]?.split('/');
}

/** The form with words to be replaced: `organizations/ORGANIZATION`. */
export function filled(form: NameForm): string {
  return form.map((piece) => (isVariable(piece) ? piece.slice(1, -1).toUpperCase() : piece)).join('/');
}

/**
 * What is wrong with a name of a resource; undefined for nothing. An empty one is not judged.
 *
 * @param about Code, part and name of the problem; `label` is the name as a sentence has it.
 */
export function nameProblem(
  value: string, form: NameForm, view: RequestView, about: Pick<Problem, 'code' | 'part' | 'name'> & { readonly label: string; readonly asText: (name: string) => string },
): Problem | undefined {
  const { label, asText, ...rest } = about;
  const bare = value.replace(/^\/+|\/+$/g, '');
  if (bare === '' || fits(value.split('/'), form)) return undefined;
  const mended = mend(bare.split('/'), form, view);
  const what = kindOf(form);
  const written = form.length === 1 ? `the ${what} id alone` : `the name as ${form.join('/')}`;
  return {
    ...rest,
    weight: 'likely',
    headline: `${label} ${flaw(value, bare, form, what)}`,
    doThis: documented(`Write ${written}${value.startsWith('/') ? ', without a slash in front' : ''}.`),
    why: inferred(`The description of the API has ${form.length === 1 ? 'ids' : 'names of that form'} here. Whether it accepts others is not documented.`),
    // What would have to be encoded is no id of the API's.
    ...(mended !== undefined && /^[\w.~/-]+$/.test(mended) && { fix: replaceFix(`Change to ${cut(mended)}`, about.part, asText(mended)) }),
  };
}

function flaw(value: string, bare: string, form: NameForm, what: string): string {
  if (form.length === 1) return `holds more than the id of a ${what}`;
  if (fits(bare.split('/'), form)) return value.startsWith('/') ? 'holds a name with a slash in front' : 'holds a name with a slash at its end';
  return bare.includes('/') ? `holds no name of ${/^[aeiou]/.test(what) ? 'an' : 'a'} ${what}` : 'holds an id where a name is due';
}

/** `device` for `projects/{project}/devices/{device}`. */
function kindOf(form: NameForm): string {
  return (form.at(-1) ?? '').replace(/[{}]/g, '').replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}

function fits(written: readonly string[], form: NameForm): boolean {
  return written.length === form.length && form.every((piece, index) => (isVariable(piece) ? written[index] !== '' : written[index] === piece));
}

function isVariable(piece: string): boolean {
  return piece.startsWith('{');
}

/** The name that was most likely meant. */
function mend(written: readonly string[], form: NameForm, view: RequestView): string | undefined {
  const last = written.at(-1) ?? '';
  if (form.length === 1) return last;
  if (written.length === 1) return fromId(last, form, view);
  const guess = written.map((piece, index) => {
    const want = form[index] ?? '';
    return isVariable(want) || piece === want ? piece : nearest(piece, [want]);
  });
  return guess.every((piece) => piece !== undefined) && fits(guess, form) ? guess.join('/') : undefined;
}

/** The project of a device is that of the path, but for a transfer, where it is the other one. */
function fromId(id: string, form: NameForm, view: RequestView): string | undefined {
  const [first = ''] = form;
  if (form.length === 2) return `${first}/${id}`;
  const project = view.endpoint?.params.get('project')?.value;
  if (form.length !== 4 || first !== 'projects' || project === undefined || project === '-' || view.endpoint?.endpoint.path.endsWith(':transfer') === true) return undefined;
  return `projects/${project}/${form[2] ?? ''}/${id}`;
}
