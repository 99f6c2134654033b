import type { Finding, FindingData } from '../base/finding';
import { percentDecoded } from '../base/percent';

/** Makes the sentence of a finding: what is wrong, and what to do. */
type Words = (data: FindingData) => string;

/** The sentence for each code of the language layer. */
export const findingWords: Readonly<Record<string, Words>> = {
  'variable.undefined': (data) => `Variable "${text(data, 'name')}" is not defined here.${didYouMean(data)}${definedIn(data)}`,
  'variable.used-before-definition': (data) => `Variable "${text(data, 'name')}" is defined further down. Move its line above this one.`,
  'variable.assignment': (data) => `":=" is not supported. Write "@${text(data, 'name')} = value".`,
  'variable.no-value': (data) => `A variable needs a value: "@${text(data, 'name')} = value".`,
  'variable.name': () => 'A variable\'s name starts with a letter or "_" and goes on with letters, digits, "_" and "-".',
  'variable.too-long': (data) => `The value of "${text(data, 'name')}" is longer than ${text(data, 'limit')} characters. Shorten it.`,
  'variable.system-unknown': (data) => `There is no system variable "${text(data, 'name')}".${didYouMean(data)}`,
  'variable.system-arguments': (data) => `Write it as {{${text(data, 'usage')}}}.`,
  'reference.script': (data) => `"${text(data, 'text')}" is not the name of a variable, and scripts are not run.${didYouMean(data)}`,
  'reference.not-supported-yet': (data) => `{{${text(data, 'text')}}} is not supported yet by this version. Put the value in a variable.`,
  'value.line-break': (data) => `The value of "${text(data, 'name')}" holds a line break or a NUL, which cannot be sent here.`,
  'value.blank': (data) => `The value of "${text(data, 'name')}" holds a blank, which cannot stand in a target. Encode it with {{%${text(data, 'name')}}}.`,
  'value.not-utf8': () => 'Here the file is not valid UTF-8, or the sign for that was pasted. Open it in its own encoding and save it as UTF-8.',
  'value.not-unicode': () => 'Half of a surrogate pair stands here alone: it cannot be sent as UTF-8. Remove it.',
  'secret.missing': (data) => `No secret "${text(data, 'secret')}" is stored on this machine, and this version has no command to store one. Define "${text(data, 'name')}" otherwise.`,
  'environment.malformed': (data) => has(data, 'limit') ? `This file is nested deeper than ${text(data, 'limit')} levels, which is not read.` : `This is not valid JSON (${spaced(data, 'problem')}). Comments and trailing commas are not allowed.`,
  'environment.shape': (data) => has(data, 'environment') ? `Environment "${text(data, 'environment')}" must be an object of variables.` : 'An environment file is one object: { "name": { "variable": "value" } }.',
  'environment.value': (data) => `The value of "${text(data, 'name')}" must be a text, a number, true, false or {"$secret": "name"}.`,
  'environment.duplicate': (data) => `"${text(data, 'name')}" stands here twice; the last one counts. Remove one.`,
  'environment.unknown': (data) => `There is no environment "${text(data, 'name')}".${didYouMean(data)}${list(data, 'known', ' There are: ')}`,
  'environment.broken': (data) => `The environment file ${fileName(text(data, 'uri'))} ${has(data, 'reason') ? `cannot be read: ${text(data, 'reason')}` : 'has errors'}. Nothing is sent until that is mended.`,
  'request-line.version': (data) => `"${text(data, 'version')}" is not sent: requests go out as HTTP/1.1. Write HTTP/1.1 or nothing.`,
  'method.not-in-api': (data) => `The API has no ${text(data, 'method')} here.${list(data, 'allowed', ' It has: ')}`,
  'target.missing': () => 'The target is missing. Write a path such as /projects.',
  'target.character': (data) => has(data, 'invisible') ? `An invisible character (${text(data, 'invisible')}) stands here. Remove it.` : `A target cannot hold a blank, a "#" or a character outside ASCII.${has(data, 'encoded') ? ` Write ${text(data, 'encoded')}.` : ''}`,
  'target.scheme': (data) => `"${text(data, 'scheme')}" is not supported. Use https or http.`,
  'target.userinfo': () => 'User and password cannot stand in a target. Use an account, or an Authorization header.',
  'target.host': (data) => `"${text(data, 'host')}" is not a host with an optional port.`,
  'target.missing-slash': (data) => `"${text(data, 'segment')}" is a path of the API. Start it with a slash.`,
  'target.unknown-form': () => 'This is neither a path, a host nor a URL. Start a path with a slash, a URL with https://.',
  'target.base': (data) => `The base "${text(data, 'variable')}" must be a URL such as https://host/v2; it is "${text(data, 'base')}".`,
  'target.host-differs': (data) => `The Host header says "${text(data, 'host')}", the target "${text(data, 'target')}". Remove one of them.`,
  'target.host-directive': (data) => `@host chooses the base of a path, but the request already names the host "${text(data, 'host')}". Remove one of them.`,
  'target.emulator-only': (data) => `Only the emulator has ${text(data, 'method')} here. Add "# @host emulator" above the request.`,
  'query.mark': (data) => `This line of the query must start with "${text(data, 'expected')}".`,
  'header.no-colon': () => 'A header is written "Name: value". A body starts after a blank line.',
  'header.at-sign': () => 'Variables stand above the request line, not among the headers. Move the line up.',
  'header.name': (data) => `"${text(data, 'name')}" cannot be the name of a header.`,
  'header.character': (data) => `The value of ${text(data, 'name')} holds a control character, which cannot be sent. Remove it.`,
  'header.not-sendable': (data) => `${text(data, 'name')} belongs to the connection and is not yours to write. Remove the line.`,
  'header.repeated-host': () => 'A request has one Host header. Remove this line.',
  'header.basic-plain': () => 'User and password must be Base64 here, or use "# @auth basic" with an account.',
  'body.comment-line': () => 'In a body this line is content, and JSON has no comments. Remove the line.',
  'body.json': (data) => has(data, 'limit') ? tooDeep(data) : has(data, 'inserted') ? `With this value the body is no valid JSON (${spaced(data, 'problem')}).` : `The body is no valid JSON (${spaced(data, 'problem')}).`,
  'body.only-comments': () => 'This would be sent as the body. Start a block with ###, or add a Content-Type to send it.',
  'body.look-alike': (data) => `This would be sent as the body. ${lookAlike(data)} Or add a Content-Type to send it.`,
  'body.request-line': () => 'This looks like another request, but would be sent as the body. Start a block with ###, or add a Content-Type to send it.',
  'body.no-content-type': () => 'The body looks like JSON but has no Content-Type. None is added for you.',
  'body.file-not-supported-yet': () => 'Files in a body are not supported yet by this version. Put the text here.',
  'body.multipart-not-supported-yet': () => 'Multipart bodies are not supported yet by this version.',
  'save.not-supported-yet': () => 'Saving an answer to a file is not supported yet by this version. Remove the line.',
  'construct.refused': (data) => `${text(data, 'construct')} is not supported. Remove it, or run this request with another tool.`,
  'directive.unknown': (data) => `There is no directive @${text(data, 'directive')}; it is taken for a comment.${didYouMean(data, '@')}`,
  'directive.not-yet': (data) => `@${text(data, 'directive')} is not supported yet by this version, so the request is not sent.`,
  'directive.argument': (data) => (text(data, 'usage') === '' ? `@${text(data, 'directive')} takes no argument.` : `@${text(data, 'directive')} takes ${text(data, 'usage')}.`),
  'directive.repeated': (data) => `@${text(data, 'directive')} stands in this block already. Remove one.`,
  'name.taken-by-variable': (data) => `A variable of this file has the name "${text(data, 'name')}" too, and both share one namespace. Rename one of them.`,
  'name.duplicate': (data) => `Another request has the name "${text(data, 'name')}" too. Rename one of them.`,
  'expect.syntax': () => 'Not an expectation. Write e.g. "status 200", "status 4xx", "header content-type contains json" or "time < 800ms".',
  'expect.not-yet': () => 'Expectations about JSON paths are not supported yet by this version, so the request is not sent.',
  'request.disabled': () => 'This request is disabled. Remove @disabled to run it.',
};

/** The sentence of a finding; the code itself for one that has no words. */
export function wordsFor(finding: Pick<Finding, 'code' | 'data'>): string {
  return findingWords[finding.code]?.(finding.data) ?? finding.code;
}

/** Data as text on one line, cut at 80 characters; empty when it is missing. */
function text(data: FindingData, name: string): string {
  const written = String(data[name] ?? '').replace(/\s+/g, ' ');
  return written.length > 80 ? `${written.slice(0, 79)}…` : written;
}

function has(data: FindingData, name: string): boolean {
  return data[name] !== undefined && data[name] !== false && data[name] !== '';
}

function didYouMean(data: FindingData, before = ''): string {
  return has(data, 'suggestion') ? ` Did you mean "${before}${text(data, 'suggestion')}"?` : '';
}

function definedIn(data: FindingData): string {
  return list(data, 'environments', ' It is defined in environment ');
}

function list(data: FindingData, name: string, before: string): string {
  const value = data[name];
  return Array.isArray(value) && value.length > 0 ? `${before}${value.join(', ')}.` : '';
}

/** `CommaExpected` → `comma expected`. */
function spaced(data: FindingData, name: string): string {
  return text(data, name).replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}

/** JSON may be as deep as it likes; what cannot be checked is not sent. */
function tooDeep(data: FindingData): string {
  return `${has(data, 'inserted') ? 'With this value the' : 'The'} body is nested too deeply: JSON of more than ${text(data, 'limit')} levels is not sent.`;
}

/** What a line was probably meant to be, and how that is written. */
function lookAlike(data: FindingData): string {
  const correct = `"${text(data, 'correct')}"`;
  switch (text(data, 'meant')) {
    case 'separator':
      return `A new block starts at column 1: ${correct}.`;
    case 'save':
      return `An answer is saved by a last line at column 1: ${correct}.`;
    case 'file':
      return `A file is named at column 1, after a blank: ${correct}.`;
    default:
      return `An assertion stands at column 1, with two question marks: ${correct}.`;
  }
}

/** The last part of a URI, readable. */
function fileName(uri: string): string {
  return percentDecoded(uri.slice(uri.lastIndexOf('/') + 1));
}
