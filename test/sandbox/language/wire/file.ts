import { get, json, plain, plainHead, type Row } from './row';

const projects = get('/v2/projects');

export const file: readonly Row[] = [
  { name: 'a BOM is skipped', text: '\ufeffGET /projects', wire: projects },
  { name: 'a BOM above a separator is skipped', text: '\ufeff### a\nGET /projects', wire: projects },
  { name: 'a BOM further down is an invisible character, and goes with the fix', text: '###\n⟦target.character|\ufeff⟧GET /projects', after: '###\nGET /projects' },
  { name: 'the sign of invalid UTF-8 is not sent', text: `${plainHead}a⟦value.not-utf8|\ufffd⟧b` },
  { name: 'half of a surrogate pair is not sent', text: `${plainHead}a⟦value.not-unicode|\ud83d⟧b` },
  { name: 'no line end at all', text: 'GET /projects', wire: projects },
  { name: 'line ends behind everything', text: 'GET /projects\nX-A: 1\n\n\n', wire: get('/v2/projects', 'X-A: 1') },
  { name: 'mixed line ends: each line of a body keeps its own', asWritten: true, text: 'POST /projects\r\nContent-Type: text/plain\n\r\na\r\nb\nc\n', wire: plain('a↵b\nc') },
  { name: 'a lone CR ends a line', asWritten: true, text: 'POST /projects\rContent-Type: text/plain\r\ra\rb\r', wire: plain('a\rb') },
  { name: 'the body keeps the line ends of the file', text: `${plainHead}a\n\nb\n`, wire: plain('a⏎⏎b') },
  { name: 'UTF-8 beyond the first plane', text: `${plainHead}æ 日本 😀`, wire: plain('æ 日本 😀') },
  { name: 'no extent comes from substituted text: not a body', text: '@x = a\\n\\nb\nGET /projects\nX-A: {{x}}\nX-B: 1', wire: get('/v2/projects', 'X-A: a\\n\\nb', 'X-B: 1') },
  { name: 'no extent comes from substituted text: not a separator', text: `@x = ### b\n${plainHead}{{x}}\nc`, wire: plain('### b⏎c') },
  { name: 'no extent comes from substituted text: not a comment', text: `@x = # b\nGET /projects\nX-A: {{x}}`, wire: get('/v2/projects', 'X-A: # b') },
];

export const separator: readonly Row[] = [
  { name: 'ends the body; blank lines before it are not body', text: `${plainHead}a\n\n \n\t\n### next\nGET /x`, wire: plain('a') },
  { name: 'ends the headers', text: 'GET /projects\nX-A: 1\n###\nX-B: 2', wire: get('/v2/projects', 'X-A: 1') },
  { name: 'needs no blank behind it, and may have more signs', text: 'GET /projects\n####x\nGET /x', wire: projects },
  { name: 'empty blocks are fine', text: '###\n\n### a\n###\nGET /projects\n###\n###', wire: projects },
  { name: 'is none when it is indented: an error that offers it', text: 'POST /projects\n\na\n⟦body.look-alike| ### b⟧\nc', after: 'POST /projects\n\na\n### b\nc' },
  { name: 'is none when it is indented: with a Content-Type it is content', text: `${plainHead} ### b`, wire: plain(' ### b') },
  { name: 'two signs are none', text: `${plainHead}## b`, wire: plain('## b') },
  { name: 'what follows is a title, and a name when it fits', text: '### list\nGET /projects\n###\nGET /x?s={{list.response.status}}', run: ['list'], wire: projects },
];

export const comment: readonly Row[] = [
  { name: '# and // at column 1, everywhere outside a body', text: '# a\n// b\n#c\nGET /projects\n# d\nX-A: 1\n//e\nX-B: 2', wire: get('/v2/projects', 'X-A: 1', 'X-B: 2') },
  { name: 'may hold anything', text: '# {{nothing}} {{ <% ??\nGET /projects', wire: projects },
  { name: 'between the request line and its query', text: 'GET /projects\n# a\n?b=1\n// c\n&d=2', wire: get('/v2/projects?b=1&d=2') },
  { name: 'in a body it is content', text: `${plainHead}# a\nb\n// c\n# @name d`, wire: plain('# a⏎b⏎// c⏎# @name d') },
  {
    name: 'in a JSON body it is an error: remove the line',
    text: 'POST /projects\nContent-Type: application/json\n\n{\n⟦body.comment-line|# no⟧\n  "a": 1\n}',
    after: 'POST /projects\nContent-Type: application/json\n\n{\n  "a": 1\n}',
  },
  { name: 'the same with //, and +json', text: 'POST /projects\nContent-Type: application/x+json\n\n⟦body.comment-line|// no⟧\n{}', after: 'POST /projects\nContent-Type: application/x+json\n\n{}' },
  { name: 'a // that is not at column 1 is content', text: 'POST /projects\nContent-Type: application/json\n\n{"a": "http://b"}', wire: `POST /v2/projects HTTP/1.1↵<host>↵Content-Type: application/json↵<auto>↵<length>↵↵{"a": "http://b"}` },
  { name: 'indented among the headers it is an error', text: 'GET /projects\n ⟦comment.indented|# a⟧', after: 'GET /projects\n# a' },
  { name: 'indented above the request line it is an error', text: ' \t⟦comment.indented|// a⟧\nGET /x', after: '// a\nGET /x' },
  { name: 'indented between query lines it is an error', text: 'GET /x\n  ?a=1\n  ⟦comment.indented|# b⟧\n  &c=2', after: 'GET /x\n  ?a=1\n# b\n  &c=2' },
];

export const directive: readonly Row[] = [
  { name: 'above the request line', text: '# @no-redirect\nGET /projects', answers: [json('{}', '302 Found').replace('\r\n', '\r\nLocation: /x\r\n')], wire: projects },
  { name: 'among the headers', text: 'GET /projects\nX-A: 1\n# @no-redirect\nX-B: 2', answers: [json('{}', '302 Found').replace('\r\n', '\r\nLocation: /x\r\n')], wire: get('/v2/projects', 'X-A: 1', 'X-B: 2') },
  { name: 'no blank is needed in front of it', text: '#@host emulator\nGET /x', wire: get('/emulator/v2/x') },
  { name: 'further into a comment it is none', text: '# see @host emulator\nGET /x', wire: get('/v2/x') },
  { name: 'case and hyphens are folded', text: '// @NOredirect\nGET /projects', answers: [json('{}', '302 Found').replace('\r\n', '\r\nLocation: /x\r\n')], wire: projects },
  { name: 'without it a redirect is followed', text: 'GET /projects', answers: [json('{}', '302 Found').replace('\r\n', '\r\nLocation: /v2/x\r\n'), json('{}')], wire: [projects, get('/v2/x')] },
  { name: 'in a body it is none', text: `${plainHead}# @disabled`, wire: plain('# @disabled') },
  { name: 'an unknown one is a warning with the nearest match', text: '# ⟦directive.unknown|@timout⟧ 5s\nGET /projects', wire: projects, after: '# @timeout 5s\nGET /projects' },
  { name: 'an unknown one with no match near', text: '# ⟦directive.unknown|@zzzzzzzz⟧\nGET /projects', wire: projects, fixes: {} },
  { name: 'an argument that is none', text: '# @timeout ⟦directive.argument|30⟧\nGET /projects' },
  { name: 'the same twice', text: '# @timeout 30s\n# ⟦directive.repeated|@timeout⟧ 20s\nGET /projects', after: '# @timeout 30s\nGET /projects' },
  { name: 'what follows = is the argument', text: '# @host = emulator\nGET /x', wire: get('/emulator/v2/x') },
  { name: '@disabled', text: '# @disabled\nGET /projects', kind: 'disabled' },
  { name: '@no-cookie-jar is accepted', text: '# @no-cookie-jar\nGET /projects', wire: projects },
  { name: '@title and @note', text: '# @title A title\n# @note a\n# @note b\nGET /projects', wire: projects },
  { name: '@auth none', text: '# @auth none\nGET /projects', wire: projects },
  { name: '@auth digest is none', text: '# @auth ⟦directive.argument|digest⟧\nGET /projects' },
  { name: '@timeout ends a request', text: '# @timeout 40ms\n# @retry none\nGET /projects', answers: ['hang'], wire: projects, verdict: 'no-answer' },
  { name: '@retry none', text: '# @retry none\nGET /projects', answers: [json('{}', '503 Unavailable')], wire: projects, verdict: 'failed' },
  { name: '@confirm asks with its own words', text: '# @confirm Really?\nGET /projects', agrees: true, asked: ['Really?'], wire: projects },
  { name: '@confirm that is declined', text: '# @confirm Really?\n⟦run.declined|GET /projects⟧', agrees: false, kind: 'skipped' },
  { name: '@confirm when nobody is there', text: '# @confirm\n⟦confirm.unavailable|GET /projects⟧' },
  { name: 'what a later version carries out is not sent', text: '# ⟦directive.not-yet|@paginate⟧\nGET /projects' },
];

export const name: readonly Row[] = [
  { name: '@name x', text: '# @name list\nGET /projects', run: ['list'], wire: projects },
  { name: '@name=x', text: '# @name=list\nGET /projects', run: ['list'], wire: projects },
  { name: 'among the headers', text: '###\nGET /a\n###\nGET /projects\n# @name list', run: ['list'], wire: projects },
  { name: 'is case-sensitive', text: '# @name List\nGET /a\n###\n# @name list\nGET /b', run: ['list'], wire: get('/v2/b') },
  { name: 'that is none', text: '# @name ⟦directive.argument|a-b⟧\nGET /projects' },
  { name: 'two equal ones are an error', text: '# @name ⟦name.duplicate|a⟧\nGET /a\n###\n# @name a\nGET /b' },
  { name: 'equal titles are just titles', text: '### a\nGET /a\n### a\nGET /b', wire: get('/v2/a') },
  { name: 'a title gives way to a @name', text: '### a\nGET /a\n###\n# @name a\nGET /b', run: ['a'], wire: get('/v2/b') },
  { name: 'of a request and of a variable share a namespace', text: '@a = 1\n# @name ⟦name.taken-by-variable|a⟧\nGET /projects' },
  { name: 'a title that a variable has is just a title', text: '@a = 1\n### a\nGET /{{a}}', wire: get('/v2/1') },
  { name: 'of a request is no variable', text: '# @name a\nGET /a\n###\n# @name b\nGET /{{⟦reference.request-alone|a⟧}}', run: ['b'] },
];
