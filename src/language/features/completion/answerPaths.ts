import type { Authoring } from '../authoring';
import { openReferenceAt } from '../openReference';
import type { Block } from '../../syntax/nodes';
import { requestNames, textOf } from '../../syntax/queries';
import { endpointOf, schemaOfBody } from '../schemaAt';
import type { CompletionPlace, CompletionSource } from './completion';
import { ended, finished } from './insertReference';
import { answerShape, pathSteps, type Shape } from './jsonPathSteps';

/** Headers that answers of the API have. Source of the last one: error documentation, 429. */
const usual = ['Content-Type', 'Content-Length', 'Date', 'Retry-After'];

/** Headers of an answer: those that it had last, then others that are usual. */
export function answerHeaders(request: string | undefined, known: Authoring): readonly string[] {
  const last = request === undefined ? [] : (known.answerHeadersOf?.(request) ?? []);
  const present = new Set(last.map((name) => name.toLowerCase()));
  return [...last, ...usual.filter((name) => !present.has(name.toLowerCase()))];
}

/** Headers and JSON paths of a request and its answer: `{{login.response.body.$.access_token}}`. */
export const answerPathCompletions: CompletionSource = (place, known) => {
  const { file, offset } = place;
  const reference = openReferenceAt(file, offset);
  const [, request = '', side, header, path] = /^([A-Za-z_][\w-]*)\.(response|request)\.(?:headers\.([^{}]*)|body\.(\$.*))$/.exec(reference?.typed ?? '') ?? [];
  if (!reference) return [];
  if (path !== undefined) {
    const shape = side === 'response' ? answerShape(file, request, known) : bodyShape(place, request);
    const [rest = ''] = /^[\w]*/.exec(file.text.slice(offset, reference.name.end)) ?? [];
    const steps = shape ? pathSteps(shape, path, { start: offset, end: offset + rest.length }) : [];
    return steps.map((step) => ({ ...step, ...finished(reference, step.span, step.insert ?? step.label) }));
  }
  if (header === undefined) return [];
  const span = { start: offset - header.length, end: reference.name.end };
  const names = side === 'response' ? answerHeaders(request, known) : writtenHeaders(place, request);
  return names.map((name) => ({ kind: 'header', label: name, ...ended(reference, span, name, file.text) }));
};

function blockNamed({ file }: CompletionPlace, request: string): Block | undefined {
  return file.blocks[requestNames(file).ofBlocks.indexOf(request)];
}

function bodyShape(place: CompletionPlace, request: string): Shape | undefined {
  const block = blockNamed(place, request);
  const endpoint = block && endpointOf(place.file, block)?.endpoint;
  const schema = endpoint && schemaOfBody(endpoint);
  return schema && { kind: 'schema', schema };
}

function writtenHeaders(place: CompletionPlace, request: string): readonly string[] {
  const { headers = [] } = blockNamed(place, request)?.request ?? {};
  return [...new Set(headers.filter(({ colon }) => colon).map(({ name }) => textOf(place.file, name)))];
}
