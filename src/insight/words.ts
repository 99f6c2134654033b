import type { Finding, FindingData } from '../base/finding';
import { fileNameOf } from '../base/percent';

/** Makes the sentence of a finding: what is wrong, and what to do. */
type Words = (data: FindingData) => string;

/** The sentence for each code of the language layer. */
export const findingWords: Readonly<Record<string, Words>> = {
  'variable.undefined': (data) => `Variable "${text(data, 'name')}" is not defined here.${didYouMean(data)}${definedIn(data)}`,
  'variable.used-before-definition': (data) => `Variable "${text(data, 'name')}" is defined further down. Move its line above this one.`,
  'variable.assignment': (data) => `":=" is not supported. Write "@${text(data, 'name')} = value".`,
  'variable.no-value': (data) => `A variable needs a value: "@${text(data, 'name')} = value".`,
  'variable.name': () => 'A variable\'s name starts with a letter or "_" and goes on with letters, digits, "_" and "-".',
  'variable.too-long': (data) => `With the value of "${text(data, 'name')}" this is longer than ${text(data, 'limit')} characters. Shorten it.`,
  'variable.unused': (data) => `Nothing in this file uses "${text(data, 'name')}". Remove the line, unless a file that imports this one uses it.`,
  'variable.shadowed': (data) => shadowedWords(data),
  'variable.system-unknown': (data) => systemWords(data),
  'variable.system-arguments': (data) => argumentWords(data),
  'reference.script': (data) => `"${text(data, 'text')}" is not the name of a variable, and scripts are not run.${didYouMean(data)}`,
  'variable.system-missing': (data) => `${text(data, 'name')} is not set in ${text(data, 'source') === 'dotenv' ? 'the .env file beside this file' : 'the environment of this process'}.`,
  'variable.system-forbidden': (data) => `${text(data, 'name')} is a secret of an account, which no request may hold. Use the account itself.`,
  'variable.guarded': (data) => `The value of ${listed(data, 'names')} is not sent to ${text(data, 'origin')}: ${insteadWords(data)}.`,
  'reference.request-alone': (data) => `"${text(data, 'name')}" is a request. Say what of its answer: {{${text(data, 'name')}.response.body.$.field}}.`,
  'reference.not-chained': (data) => `"${text(data, 'text')}" names no variable. A value out of an answer is written {{${text(data, 'suggestion')}}}.`,
  'reference.chained': (data) => chainedWords(data),
  'reference.unknown-request': (data) => `No request is called "${text(data, 'name')}".${didYouMean(data)} A request gets its name by "# @name ${text(data, 'name')}".`,
  'reference.ambiguous-title': (data) => `${text(data, 'count')} requests are titled "${text(data, 'name')}", so none has that name. Give one of them "# @name ${text(data, 'name')}".`,
  'reference.no-value': (data) => noValueWords(data),
  'reference.cycle': (data) => `These requests wait for one another: ${Array.isArray(data['names']) ? data['names'].join(' → ') : ''}.`,
  'dependency.failed': (data) => `Not sent: it needs "${text(data, 'name')}", which failed: ${text(data, 'outcome').replace(/\.$/, '')}.`,
  'dependency.disabled': (data) => `Not sent: it needs "${text(data, 'name')}", which is @disabled.`,
  'dependency.unavailable': (data) => `Request "${text(data, 'name')}" (${text(data, 'method')}) has to be run first, and may change something. Write "# @ref ${text(data, 'name')}", or ${text(data, 'instead')}.`,
  'account.unknown': (data) => `${has(data, 'from') ? `The environment "${text(data, 'from')}" names the account "${text(data, 'name')}", which does not exist.` : `No account is called "${text(data, 'name')}".`}${didYouMean(data) || list(data, 'known', ' There are: ')}`,
  'prompt.unavailable': (data) => `Nobody can be asked for "${text(data, 'name')}": ${text(data, 'instead')}.`,
  'confirm.unavailable': (data) => `This request has to be confirmed, and nobody can be asked: ${text(data, 'instead')}.`,
  'run.declined': () => 'Not sent: a question was answered with no, or not at all.',
  'import.missing': (data) => `There is no file "${text(data, 'path')}".`,
  'import.unreadable': (data) => `"${text(data, 'path')}" cannot be read: ${text(data, 'reason')}.`,
  'import.outside': (data) => `"${text(data, 'path')}" is outside of the workspace folder, and is not imported.`,
  'import.refused': (data) => `"${text(data, 'path')}" cannot be imported: ${placeWords(data)}.`,
  'import.cycle': (data) => `These files import one another: ${Array.isArray(data['files']) ? data['files'].join(' → ') : ''}.`,
  'import.inner': (data) => `"${text(data, 'file')}" imports a file that ${innerProblems[text(data, 'problem')] ?? 'cannot be imported'}. Open it and mend that.`,
  'import.variable': (data) => `The value of "${text(data, 'name')}" cannot be made in ${fileIn(data)}. Open that file.`,
  'value.line-break': (data) => `The value of "${text(data, 'name')}" holds a line break or a NUL, which cannot be sent here.`,
  'value.blank': (data) => `The value of "${text(data, 'name')}" holds a blank, which cannot stand in a target. Encode it with {{%${text(data, 'name')}}}.`,
  'value.object': (data) => `${text(data, 'path')} is an ${text(data, 'kind')}. Choose ${text(data, 'kind') === 'array' ? 'an item' : 'a field'} of it${has(data, 'step') ? `, e.g. ${text(data, 'path')}${text(data, 'step')}` : ''}.`,
  'value.not-utf8': () => 'Here the file is not valid UTF-8, or the sign for that was pasted. Open it in its own encoding and save it as UTF-8.',
  'value.not-unicode': () => 'Half of a surrogate pair stands here alone: it cannot be sent as UTF-8. Remove it.',
  'secret.missing': (data) => `There is no secret "${text(data, 'secret')}": ${has(data, 'instead') ? text(data, 'instead', 160) : 'store it with "DT: Store Secret"'}.`,
  'secret.damaged': (data) => `The stored secret "${text(data, 'secret')}" cannot be read. Store it again with "DT: Store Secret", or remove it.`,
  'secret.origin': (data) => secretOriginWords(data),
  'secret.in-header': (data) => `A credential stands in ${text(data, 'name')}, where everyone who has this file can read it. ${has(data, 'isOurs') ? 'Remove the line: without it your account signs the request.' : 'Move it to secret storage.'}`,
  'secret.in-value': (data) => `The value of "${text(data, 'name')}" is a secret, which everyone who has this file can read. Move it to secret storage.`,
  'secret.token': () => 'An access token (JWT) stands here, and everyone who has this file can use it. Move it to secret storage.',
  'environment.secret': (data) => `The value of "${text(data, 'name')}" is a secret, and this file is shared. Move it to secret storage, or to http-client.private.env.json.`,
  'environment.malformed': (data) => has(data, 'limit') ? `This file is nested deeper than ${text(data, 'limit')} levels, which is not read.` : `This is not valid JSON (${spaced(data, 'problem')}). Comments and trailing commas are not allowed.`,
  'environment.shape': (data) => has(data, 'environment') ? `Environment "${text(data, 'environment')}" must be an object of variables.` : 'An environment file is one object: { "name": { "variable": "value" } }.',
  'environment.value': (data) => `The value of "${text(data, 'name')}" must be a text, a number, true, false or {"$secret": "name"}.`,
  'environment.duplicate': (data) => `"${text(data, 'name')}" stands here twice; the last one counts. Remove one.`,
  'environment.reference': (data) => `References are not replaced in an environment file: "${text(data, 'name')}" is inserted as it is written.`,
  'environment.unknown': (data) => isNone(data, 'known') ? `There is no environment "${text(data, 'name')}": no http-client.env.json with environments stands beside the file or in a folder above it.` : `There is no environment "${text(data, 'name')}".${didYouMean(data)}${list(data, 'known', ' There are: ')}`,
  'environment.broken': (data) => `The environment file ${fileIn(data)} ${has(data, 'reason') ? `cannot be read: ${text(data, 'reason')}` : 'has errors'}. Nothing is sent until that is mended.`,
  'request-line.version': (data) => `"${text(data, 'version')}" is not sent: requests go out as HTTP/1.1. Write HTTP/1.1 or nothing.`,
  'target.missing': () => 'The target is missing. Write a path such as /projects.',
  'target.character': (data) => has(data, 'invisible') ? `An invisible character (${text(data, 'invisible')}) stands here. Remove it.` : `A target cannot hold a blank, a "#" or a character outside ASCII.${has(data, 'encoded') ? ` Write ${text(data, 'encoded')}.` : ''}`,
  'target.scheme': (data) => `"${text(data, 'scheme')}" is not supported. Use https or http.`,
  'target.userinfo': () => 'User and password cannot stand in a target. Use an account, or an Authorization header.',
  'target.host': (data) => `"${text(data, 'host')}" is not a host with an optional port.`,
  'target.missing-slash': (data) => `"${text(data, 'segment')}" is a path of the API. Start it with a slash.`,
  'target.unknown-form': () => 'This is neither a path, a host nor a URL. Start a path with a slash, a URL with https://.',
  'target.base': (data) => `The base "${text(data, 'variable')}" must be a URL such as https://host/v2; it is "${text(data, 'base')}"${placeOfValue(data)}.`,
  'target.host-differs': (data) => `The Host header says "${text(data, 'host')}", the target "${text(data, 'target')}". Remove one of them.`,
  'target.host-directive': (data) => `@host chooses the base of a path, but the request already names the host "${text(data, 'host')}". Remove one of them.`,
  'query.mark': (data) => `This line of the query must start with "${text(data, 'expected')}".`,
  'header.no-colon': () => 'A header is written "Name: value". A body starts after a blank line.',
  'header.at-sign': () => 'Variables stand above the request line, not among the headers. Move the line up.',
  'header.name': (data) => `"${text(data, 'name')}" cannot be the name of a header.`,
  'header.character': (data) => `The value of ${text(data, 'name')} holds a control character, which cannot be sent. Remove it.`,
  'header.not-sendable': (data) => `${text(data, 'name')} belongs to the connection and is not yours to write. Remove the line.`,
  'header.repeated-host': () => 'A request has one Host header. Remove this line.',
  'header.basic-plain': () => 'User and password must be Base64 here, or use "# @auth basic" with an account.',
  'body.comment-line': (data) => (has(data, 'isPart') ? 'In a body this is content, and JSON has no comments. Remove it.' : 'In a body this line is content, and JSON has no comments. Remove the line.'),
  'body.json': (data) => has(data, 'limit') ? tooDeep(data) : notJson(data),
  'body.only-comments': () => 'This would be sent as the body. Start a block with ###, or add a Content-Type to send it.',
  'body.look-alike': (data) => `This would be sent as the body. ${lookAlike(data)} Or add a Content-Type to send it.`,
  'body.request-line': (data) => `This looks like another request, but would be sent as the body. Start a block with ###${has(data, 'insertAt') ? ', or add a Content-Type to send it' : ''}.`,
  'body.no-content-type': () => 'The body looks like JSON but has no Content-Type. None is added for you.',
  'body.json-octets': (data) => `JSON is sent as UTF-8, which "${text(data, 'path')}" is not. Save it as UTF-8, or name its encoding: "<@${has(data, 'suggestion') ? text(data, 'suggestion') : 'encoding'} path".`,
  'body.file-no-path': () => 'Which file? Write its path after the mark and a blank.',
  'body.file-unreadable': (data) => `"${text(data, 'path')}" cannot be read: ${text(data, 'reason')}.`,
  'body.file-encoding': (data) => `"${text(data, 'encoding')}" is no encoding that can be read.${didYouMean(data)}`,
  'body.file-not-text': (data) => `"${text(data, 'path')}" is no text in ${text(data, 'encoding')}. ${has(data, 'suggestion') ? `It looks like ${text(data, 'suggestion')}: write "<@${text(data, 'suggestion')} path".` : 'Name its encoding, "<@latin1 path", or send its octets as they are: "< path".'}`,
  'body.file-text': (data) => `${text(data, 'file')}, line ${text(data, 'fileLine')}: ${wordsFor({ code: text(data, 'problem'), data })}${has(data, 'more') ? ` And ${text(data, 'more')} more.` : ''}`,
  'body.form-ampersand': () => 'The lines of a form are joined as they are: an "&" is missing between this one and the one above.',
  'body.multipart-boundary': (data) => `A multipart body needs a boundary in its Content-Type${has(data, 'parameter') ? `: add "${text(data, 'parameter')}"` : ', e.g. "; boundary=part"'}.`,
  'body.multipart-boundary-form': (data) => text(data, 'problem') === 'length' ? `A boundary has at most ${text(data, 'limit')} characters. Shorten it, here and in the body.` : text(data, 'problem') === 'empty' ? 'The boundary is empty. Write the one that the body uses.' : 'A boundary is made of letters, digits and \'()+_,-./:=? and does not end in a blank. Choose another one, here and in the body.',
  'body.multipart-boundary-quotes': () => 'With such characters the boundary has to stand in quotes, or some servers cut it off.',
  'body.multipart-delimiter': (data) => `No line of the body is "--" and the boundary of the Content-Type.${didYouMean(data)}`,
  'body.multipart-open': (data) => `The last part is not closed. Add a last line "${text(data, 'closing')}".`,
  'body.multipart-header': () => 'A part has headers first, "Name: value", then a blank line, then its content. Insert a blank line where the content starts.',
  'body.multipart-inside': () => 'Here the content of a part holds the boundary, so receivers would cut it. Choose another boundary.',
  'body.multipart-outside': () => 'Receivers ignore what stands outside of the parts: above the first delimiter and below the closing one.',
  'body.file-outside': (data) => `"${text(data, 'path')}" is outside of the workspace folder, and nobody can be asked whether to send it: ${text(data, 'instead')}.`,
  'body.file-refused': (data) => `"${text(data, 'path')}" cannot be sent: ${placeWords(data)}.`,
  'save.not-last': () => 'This is sent as content: only the last line of a block saves the answer. Move it there if that is meant.',
  'save.no-path': () => 'Where to? Write the path of a file after the mark.',
  'save.outside': (data) => `"${text(data, 'path')}" is outside of the workspace folder, where nothing is written.`,
  'save.refused': (data) => `Nothing is written to "${text(data, 'path')}": ${placeWords(data)}.`,
  'save.answer-in-path': () => 'No part of an answer may decide where a file is written. Use a name of your own.',
  'save.secret-in-path': () => 'No secret may be part of a file name: everybody who sees the folder would read it. Use a name of your own.',
  'construct.refused': (data) => `${text(data, 'construct')} is not supported. Remove it, or run this request with another tool.`,
  'construct.elsewhere': (data) => `Here "${text(data, 'construct')}" is written "${text(data, 'correct')}", above a request line.`,
  'comment.indented': (data) => `A ${text(data, 'meant')} starts at column 1. Remove the blanks in front.`,
  'directive.unknown': (data) => `There is no directive @${text(data, 'directive')}; it is taken for a comment.${didYouMean(data, '@')}`,
  'directive.not-yet': (data) => `@${text(data, 'directive')} is not supported yet by this version, so the request is not sent.`,
  'directive.refused': (data) => refusedDirective(data),
  'directive.argument': (data) => (text(data, 'usage') === '' ? `@${text(data, 'directive')} takes no argument.` : `@${text(data, 'directive')} takes ${text(data, 'usage')}.${didYouMean(data)}`),
  'directive.repeated': (data) => `@${text(data, 'directive')} stands in this block already. Remove one.`,
  'name.taken-by-variable': (data) => `A variable of this file has the name "${text(data, 'name')}" too, and both share one namespace. Rename one of them.`,
  'name.duplicate': (data) => `Another request has the name "${text(data, 'name')}" too. Rename one of them.`,
  'expect.syntax': (data) => expectationWords(data),
  'request.disabled': () => 'This request is disabled. Remove @disabled to run it.',
  'file.long': (data) => `More than ${count(data, 'lines')} lines or ${count(data, 'blocks')} blocks are too many to be looked into here: no lenses, proposals or checks. "DT: Run Request" runs the one at the cursor, "dt-http check" checks the file.`,
  'request.long': (data) => `This request has more than ${count(data, 'limit')} ${text(data, 'unit')}: it is not checked while you type. What keeps it from being sent is told when you run it; "dt-http check" tells all.`,
};

/** The sentence of a finding; the code itself for one that has no words. */
export function wordsFor({ code, data }: Pick<Finding, 'code' | 'data'>): string {
  return findingWords[code]?.(data) ?? (has(data, 'headline') ? foreseenWords(data) : code);
}

/** What the catalogue foresees, which brings its own words: the cause, then what to do. */
function foreseenWords(data: FindingData): string {
  const cause = text(data, 'headline', 160);
  const advice = text(data, 'advice', 200);
  // The name of a parameter begins as it does.
  const sentence = /^(an?|it|no|only|the|there|this) /.test(cause) ? cause.charAt(0).toUpperCase() + cause.slice(1) : cause;
  return `${sentence}${/[.!?]$/.test(cause) ? '' : '.'}${advice === '' ? '' : ` ${advice}`}`;
}

/** Data as text on one line, cut at `longest` characters; empty when it is missing. */
function text(data: FindingData, name: string, longest = 80): string {
  const written = String(data[name] ?? '').replace(/\s+/g, ' ');
  return written.length > longest ? `${written.slice(0, longest - 1)}…` : written;
}

/** A number with marks between thousands. */
function count(data: FindingData, name: string): string {
  return Number(data[name]).toLocaleString('en-US');
}

/** The name of the file that a finding speaks of. All of its address is read: cut off, it would end with a folder. */
function fileIn(data: FindingData): string {
  return fileNameOf(text(data, 'uri', Infinity));
}

function has(data: FindingData, name: string): boolean {
  return data[name] !== undefined && data[name] !== false && data[name] !== '';
}

function isNone(data: FindingData, name: string): boolean {
  const value = data[name];
  return Array.isArray(value) && value.length === 0;
}

function didYouMean(data: FindingData, before = ''): string {
  return has(data, 'suggestion') ? ` Did you mean "${before}${text(data, 'suggestion')}"?` : '';
}

function definedIn(data: FindingData): string {
  const names = Array.isArray(data['environments']) ? data['environments'] : [];
  if (names.length < 2) return list(data, 'environments', ' It is defined in environment ');
  return ` It is defined in the environments ${names.slice(0, -1).join(', ')} and ${String(names.at(-1))}.`;
}

function list(data: FindingData, name: string, before: string): string {
  const value = data[name];
  return Array.isArray(value) && value.length > 0 ? `${before}${value.join(', ')}.` : '';
}

/** `CommaExpected` → `comma expected`. */
function spaced(data: FindingData, name: string): string {
  return text(data, name).replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}

/** What is to blame for a body that is no JSON: a value, a file, or what is written here. */
function notJson(data: FindingData): string {
  if (text(data, 'problem') === 'TrailingComma' && !has(data, 'inserted')) {
    return `The body is not valid JSON${has(data, 'file') ? ` in line ${text(data, 'fileLine')} of "${text(data, 'file')}"` : ''}. Remove the comma before "${text(data, 'bracket')}".`;
  }
  const where = has(data, 'file') ? ` in line ${text(data, 'fileLine')} of "${text(data, 'file')}"` : '';
  return `${has(data, 'inserted') ? `With ${where === '' ? 'this value' : `the value${where}`} the body` : 'The body'} is not valid JSON (${spaced(data, 'problem')}${has(data, 'inserted') ? '' : where}).`;
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

/** `A, B` */
function listed(data: FindingData, name: string): string {
  const value = data[name];
  return Array.isArray(value) ? value.join(', ') : text(data, name);
}

/** Why a reference into an answer cannot be read. */
function chainedWords(data: FindingData): string {
  const instead = has(data, 'suggestion') ? ` Did you mean {{${text(data, 'suggestion')}}}?` : '';
  const known = has(data, 'known') ? ` There is: ${listed(data, 'known')}.` : '';
  switch (text(data, 'problem')) {
    case 'xpath':
      return `XPath is not supported. Use JSONPath: .response.body.$.field.${instead}`;
    case 'json-path':
      return `Not a JSONPath: ${text(data, 'detail')}.${instead}`;
    case 'header-name':
      return `Name the header: .response.headers.Location.${instead}`;
    case 'body-part':
      return `After ".body." comes "$" and a JSONPath, or "*" for the whole body.${instead}`;
    case 'trailing':
      return `Nothing can follow here.${instead}`;
    default:
      return `There is no such piece of a request or an answer.${known}${instead}`;
  }
}

/** Why the answer of a request does not have what a reference asks for. */
function noValueWords(data: FindingData): string {
  const answer = `The answer of "${text(data, 'request')}"`;
  switch (text(data, 'problem')) {
    case 'several':
      return `${answer} has ${text(data, 'count')} values there. Narrow the path to one, e.g. with [0].`;
    case 'no-header':
      return `${answer} has no header "${text(data, 'name')}".${list(data, 'fields', ' It has: ')}${didYouMean(data)}`;
    case 'empty':
      return `${answer} has no body.`;
    case 'not-json':
      return `${answer} is not valid JSON (line ${text(data, 'line')}: ${spaced(data, 'detail')}).`;
    case 'binary':
      return `${answer} is no text.`;
    case 'undecodable':
      return `${answer} could not be decoded: ${text(data, 'detail')}.`;
    case 'too-deep':
      return `${answer} is nested deeper than ${text(data, 'limit')} levels.`;
    case 'too-many':
      return `${answer} has more than ${text(data, 'limit')} values there. Narrow the path.`;
    case 'too-slow':
      return `Looking into the answer of "${text(data, 'request')}" took more than ${text(data, 'limitMs')} ms. Make the path simpler.`;
    default:
      return missingWords(data, answer);
  }
}

/** Which step of a path leads nowhere, and what there is instead. */
function missingWords(data: FindingData, answer: string): string {
  if (!has(data, 'path')) return `${answer} has nothing there.`;
  const name = text(data, 'name');
  const parent = text(data, 'parent');
  const missing = `${answer} has no ${name.startsWith('[') ? name : `"${name}"`} at ${text(data, 'path')}`;
  switch (text(data, 'parentKind')) {
    case 'object':
      return `${missing}.${isNone(data, 'fields') ? ' The object is empty.' : list(data, 'fields', ' It has: ')}${didYouMean(data)}`;
    case 'array':
      return `${missing}: ${parent} is an array of ${text(data, 'items')}.`;
    case 'null':
      return `${missing}: ${parent} is null.`;
    default:
      return `${missing}: ${parent} is a ${text(data, 'parentKind')}.`;
  }
}

/** What another tool's directive would change, and what is written here. */
function refusedDirective(data: FindingData): string {
  const effects: Readonly<Record<string, string>> = {
    once: 'the request would be sent once',
    always: 'the request would be sent in any case',
    'at-once': 'the request would be sent at once',
    'plain-http': 'the request would be sent as plain HTTP',
    variable: 'what it sets would be missing',
    credentials: 'the request would be signed otherwise',
    verified: 'certificates are always verified',
  };
  const effect = effects[text(data, 'effect')] ?? 'the request would be sent without it';
  const instead = has(data, 'instead') ? `Write "${text(data, 'instead').startsWith('@') ? '# ' : ''}${text(data, 'instead')}" instead, or remove` : 'Remove';
  return `@${text(data, 'directive')} is not supported: ${effect}. ${instead} the line to send it so.`;
}

/** A system variable that is not known: another tool's, or misspelt. */
function systemWords(data: FindingData): string {
  const name = text(data, 'name');
  if (!has(data, 'tool')) return `There is no system variable "${name}".${didYouMean(data)}`;
  const is = `${name} is a variable of ${text(data, 'tool')}.`;
  switch (text(data, 'instead')) {
    case 'prompt':
      return `${is} Use "# @prompt name text" above the request, and {{name}}.`;
    case 'account':
      return `${is} Requests are signed with an account: remove it, or name one with "# @account NAME".`;
    case 'shared':
      return `${is} A shared value is seen by its name: {{${has(data, 'suggestion') ? text(data, 'suggestion') : 'name'}}}.`;
    case 'random':
      return `${is} Use {{$randomInt 1 100}}, {{$random.uuid}} or a value of your own.`;
    default:
      return `${is} Use a value of your own: "@name = value".`;
  }
}

/** Which of two definitions of a name does not count, and where the other one is. */
function shadowedWords(data: FindingData): string {
  const [name, line, file] = [text(data, 'name'), text(data, 'line'), text(data, 'file').replace(/^settings:/, 'the setting ')];
  if (data['by'] === 'line') return `This value of "${name}" is never used: line ${line} defines it again. Remove one of them.`;
  if (data['hides'] === 'line') return `This request asks for "${name}", so the value of line ${line} does not count in it. Rename one of them.`;
  const where = data['hides'] === 'import' ? `${file}, line ${line}` : `${file}, environment "${text(data, 'environment')}"`;
  return `From here on this value of "${name}" counts, not that of ${where}. Rename one of them, unless that is meant.`;
}

/** What is wrong with the arguments of a system variable. */
function argumentWords(data: FindingData): string {
  switch (text(data, 'problem')) {
    case 'unit':
      return `"${text(data, 'word')}" is no unit of time. There are: ms, s, m, h, d, w, M (months), Q (quarters), y.${didYouMean(data)}`;
    case 'quotes':
      return `Put the format in quotes: ${text(data, 'suggestion')}.`;
    default:
      return `Write it as {{${text(data, 'usage')}}}.`;
  }
}

const innerProblems: Readonly<Record<string, string>> = { missing: 'does not exist', unreadable: 'cannot be read', outside: 'is outside of the workspace folder' };

/** Where a stored secret may go, and what can be done about it. */
function secretOriginWords(data: FindingData): string {
  const refused = `The secret "${text(data, 'secret')}" is not sent to ${text(data, 'origin')}`;
  if (!has(data, 'allowed')) return `${refused}: it was changed or removed meanwhile. Run the request again.`;
  return `${refused}: it may go to ${text(data, 'allowed', 120)} only. To change that, ${has(data, 'instead') ? insteadWords(data) : 'use "DT: Store Secret"'}.`;
}

/** What to do instead, as a clause. `{allow}` in it: how the terminal allows the origin, which is named where it can be allowed and nothing of it is hidden. */
function insteadWords(data: FindingData): string {
  const origin = text(data, 'origin');
  const isNamed = /^https:\/\/[^\s•…]+$/.test(origin);
  return text(data, 'instead', 160).replace('{allow}', () => (isNamed ? `allow it with --allow-host ${origin}` : 'allow an https host with --allow-host'));
}

/** Where a value stands, if that is another file. */
function placeOfValue(data: FindingData): string {
  if (!has(data, 'uri')) return '';
  return `${has(data, 'environment') ? ` in the environment "${text(data, 'environment')}" of ` : ' in '}${fileIn(data)}`;
}

/** Why a path leads nowhere, as a clause. */
function placeWords(data: FindingData): string {
  switch (text(data, 'reason')) {
    case 'windows-path':
      return 'it is a path of Windows';
    case 'home':
      return '"~" is known to shells alone';
    case 'folder':
      return 'it is a folder';
    case 'untitled':
      return 'this file is not saved yet, so it is in no folder';
    case 'dot-folder':
      return 'its folder starts with a dot';
    case 'request-file':
      return 'it is a request file';
    case 'settings-file':
      return 'it holds settings or variables';
    case 'empty':
      return 'the path is empty';
    default:
      return 'it is not the path of a file';
  }
}

/** Why a text is no expectation. */
function expectationWords(data: FindingData): string {
  switch (text(data, 'problem')) {
    case 'json-path':
      return `Not a JSONPath: ${text(data, 'detail')}.`;
    case 'pattern':
      return `Not a regular expression${has(data, 'detail') ? `: ${text(data, 'detail')}` : ''}. Write it as /pattern/ or /pattern/i.`;
    case 'js':
      return 'js assertions are not run. Write e.g. "body $.name == x" or "status 200".';
    case 'unit':
      return 'A time needs its unit: 500ms, 2s or 1m.';
    default:
      if (has(data, 'word')) return `"${text(data, 'word')}" is not known here.${didYouMean(data)}`;
      return 'Not an expectation. Write e.g. "status 200", "header content-type contains json", "body $.devices length > 0" or "time < 800ms".';
  }
}
