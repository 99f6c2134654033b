import { answer, get, json, plainHead, post, type Row } from './row';

const list = '# @name list\nGET /list\n###\n';
const wanted = (reference: string) => `${list}# @name use\nPOST /use\nContent-Type: text/plain\n\n${reference}`;
const used = (body: string) => [get('/v2/list'), post('/v2/use', body, 'Content-Type: text/plain')];
const body = json('{"a": {"b": 1.50, "c": [1, 2]}, "d": "x\\u00e6", "e": 12345678901234567890, "f": true, "g": null, "access_token": "hidden"}');

/** A reference to the answer of `list`, and what is sent for it. */
const row = (name: string, reference: string, value: string, answers: readonly string[] = [body]): Row =>
  ({ name, text: wanted(`{{list.${reference}}}`), run: ['use'], answers, wire: used(value) });

/** A reference that is wrong once `list` was answered. */
const wrong = (name: string, reference: string, answers: readonly string[] = [body]): Row =>
  ({ name, text: wanted(reference.includes('⟦') ? `{{list.${reference}}}` : `⟦reference.no-value|{{list.${reference}}}⟧`), run: ['use'], answers, wire: get('/v2/list'), kind: 'refused' });

export const chained: readonly Row[] = [
  row('.response.status', 'response.status', '200'),
  row('.response.headers.Name, in any casing', 'response.headers.x-a', 'b c', [answer('200 OK', ['X-A: b c'])]),
  row('.response.body', 'response.body', 'as it is', [answer('200 OK', ['Content-Type: text/plain'], 'as it is')]),
  row('.response.body.*', 'response.body.*', 'as it is', [answer('200 OK', ['Content-Type: text/plain'], 'as it is')]),
  row('a JSONPath', 'response.body.$.d', 'xæ'),
  row('a JSONPath in brackets', "response.body.$['a']['c'][1]", '2'),
  row('a JSONPath with a filter', 'response.body.$.a.c[?@ > 1]', '2'),
  row('an object becomes its JSON text', 'response.body.$.a', '{"b": 1.50, "c": [1, 2]}'),
  row('an array becomes its JSON text', 'response.body.$.a.c', '[1, 2]'),
  row('numbers keep their digits', 'response.body.$.a.b', '1.50'),
  row('large numbers keep their digits', 'response.body.$.e', '12345678901234567890'),
  row('true', 'response.body.$.f', 'true'),
  row('null', 'response.body.$.g', 'null'),
  row('what goes by a secret name is sent as it is', 'response.body.$.access_token', 'hidden'),
  row('.request.headers.Name', 'request.headers.User-Agent', 'dt-http/test'),
  { name: '.request.body.$', text: `# @name list\nPUT /list\nContent-Type: application/json\n\n{"a": 7}\n###\n# @name use\n# @ref list\n${plainHead}{{list.request.body.$.a}}`, run: ['use'], wire: ['PUT /v2/list HTTP/1.1↵<host>↵Content-Type: application/json↵<auto>↵<length>↵↵{"a": 7}', post('/v2/projects', '7', 'Content-Type: text/plain')] },
  wrong('no match is an error', 'response.body.$.⟦reference.no-value|nothing⟧'),
  wrong('several matches are an error', 'response.body.⟦reference.no-value|$.a.c[*]⟧'),
  wrong('a header that is not there', 'response.headers.⟦reference.no-value|X-B⟧'),
  wrong('a header that is there twice', 'response.headers.⟦reference.no-value|X-A⟧', [answer('200 OK', ['X-A: 1', 'X-A: 2'])]),
  wrong('a body that is empty', 'response.body', [answer('200 OK')]),
  wrong('a path into what is no JSON', 'response.body.$.a', [answer('200 OK', ['Content-Type: text/plain'], '{a')]),
  { name: 'a name that is near', text: wanted('{{list.response.body.$.a.⟦reference.no-value|bb⟧}}'), answers: [body], run: ['use'], wire: get('/v2/list'), kind: 'refused', after: wanted('{{list.response.body.$.a.b}}') },
  { name: 'an object in a target', text: `${list}# @name use\nGET /{{list.response.body.⟦value.object|$.a⟧}}`, answers: [body], run: ['use'], wire: get('/v2/list'), kind: 'refused' },
  { name: 'an array in a header', text: `${list}# @name use\nGET /x\nX-A: {{list.response.body.⟦value.object|$.a.c⟧}}`, answers: [body], run: ['use'], wire: get('/v2/list'), kind: 'refused' },
  { name: 'an object in a target, encoded', text: `${list}# @name use\nGET /x?a={{%list.response.body.$.a.c}}`, answers: [body], run: ['use'], wire: [get('/v2/list'), get('/v2/x?a=%5B1%2C%202%5D')] },
  { name: 'a path that is none', text: wanted('{{list.response.body.⟦reference.chained|$.a[⟧}}'), run: ['use'] },
  { name: 'a part that there is not', text: wanted('{{list.response.⟦reference.chained|statu⟧}}'), run: ['use'], after: wanted('{{list.response.status}}') },
  { name: 'a request that there is not', text: wanted('{{⟦reference.unknown-request|lits⟧.response.status}}'), run: ['use'], after: wanted('{{list.response.status}}') },
  { name: 'in a target', text: `${list}# @name use\nGET /{{list.response.body.$.d}}`, answers: [json('{"d": "projects/p1"}')], run: ['use'], wire: [get('/v2/list'), get('/v2/projects/p1')] },
  { name: 'in a target, a value with a blank', text: `${list}# @name use\nGET /⟦value.blank|{{list.response.body.$.d}}⟧`, answers: [json('{"d": "a b"}')], run: ['use'], wire: get('/v2/list'), kind: 'refused' },
  { name: 'in a header, a value with a line break', text: `${list}# @name use\nGET /x\nX-A: ⟦value.line-break|{{list.response.body.$.d}}⟧`, answers: [json('{"d": "a\\r\\nX-B: 1"}')], run: ['use'], wire: get('/v2/list'), kind: 'refused' },
  { name: 'is not scanned again', text: wanted('{{list.response.body.$.d}}'), answers: [json('{"d": "{{$guid}}"}')], run: ['use'], wire: used('{{$guid}}') },
  { name: 'encoded', text: `${list}# @name use\nGET /x?a={{%list.response.body.$.d}}`, answers: [json('{"d": "a b"}')], run: ['use'], wire: [get('/v2/list'), get('/v2/x?a=a%20b')] },
  { name: 'through a file variable', text: `${list}@a = {{list.response.status}}\n# @name use\nGET /{{a}}`, run: ['use'], wire: [get('/v2/list'), get('/v2/200')] },
  { name: 'an answer is kept for the next run', text: `${list}# @name use\nGET /{{list.response.status}}`, run: ['use', 'use'], wire: [get('/v2/list'), get('/v2/200'), get('/v2/200')] },
  { name: 'HEAD is run silently', text: '# @name list\nHEAD /list\n###\n# @name use\nGET /{{list.response.status}}', answers: [answer('200 OK'), json('{}')], run: ['use'], wire: [get('/v2/list').replace('GET', 'HEAD').replace('<host>', '<hosthead>'), get('/v2/200')] },
  { name: 'what may change something is asked about', text: '# @name list\nDELETE /list\n###\n# @name use\nGET /{{list.response.status}}', agrees: true, asked: ['Run "list" first?'], run: ['use'], wire: [get('/v2/list').replace('GET', 'DELETE'), get('/v2/200')] },
  { name: 'what may change something, when nobody is there', text: '# @name list\nDELETE /list\n###\n# @name use\nGET /{{⟦dependency.unavailable|list.response.status⟧}}', run: ['use'] },
  { name: '@ref runs it once', text: '# @name list\nDELETE /list\n###\n# @name use\n# @ref list\nGET /{{list.response.status}}', run: ['use', 'use'], wire: [get('/v2/list').replace('GET', 'DELETE'), get('/v2/200'), get('/v2/200')] },
  { name: '@force-ref runs it each time', text: '# @name list\nDELETE /list\n###\n# @name use\n# @force-ref list\nGET /x', run: ['use', 'use'], wire: [get('/v2/list').replace('GET', 'DELETE'), get('/v2/x'), get('/v2/list').replace('GET', 'DELETE'), get('/v2/x')] },
  { name: '@ref to what there is not', text: '# @ref ⟦reference.unknown-request|lits⟧\nGET /x\n###\n# @name list\nGET /list', after: '# @ref list\nGET /x\n###\n# @name list\nGET /list' },
  { name: 'one that failed skips what needs it', text: wanted('{{⟦dependency.failed|list.response.status⟧}}'), answers: [json('{}', '404 Not Found')], run: ['use'], wire: get('/v2/list'), kind: 'skipped' },
  { name: 'one whose error was expected does not', text: '# @name list\n# @expect status 404\nGET /list\n###\n# @name use\nGET /{{list.response.status}}', answers: [json('{}', '404 Not Found'), json('{}')], run: ['use'], wire: [get('/v2/list'), get('/v2/404')] },
  { name: 'one that is disabled skips what needs it', text: '# @name list\n# @disabled\nGET /list\n###\n# @name use\nGET /{{⟦dependency.disabled|list.response.status⟧}}', run: ['use'], kind: 'skipped' },
  { name: 'one that is wrong skips what needs it', text: '# @name list\nGET list\n###\n# @name use\nGET /{{⟦dependency.failed|list.response.status⟧}}', run: ['use'], kind: 'skipped' },
  { name: 'one needs another in turn', text: '# @name a\nGET /a\n###\n# @name b\nGET /b/{{a.response.status}}\n###\n# @name c\nGET /c/{{b.response.status}}/{{a.response.status}}', run: ['c'], wire: [get('/v2/a'), get('/v2/b/200'), get('/v2/c/200/200')] },
  { name: 'a cycle', text: '# @name a\nGET /{{⟦reference.cycle|b.response.status⟧}}\n###\n# @name b\nGET /{{a.response.status}}', run: ['a'] },
  { name: 'a cycle of one', text: '# @name a\nGET /{{⟦reference.cycle|a.response.status⟧}}', run: ['a'] },
  { name: 'across an import', text: '# @import ./shared.dt.http\nGET /{{there.response.status}}', files: { 'shared.dt.http': '# @name there\nGET /there' }, wire: [get('/v2/there'), get('/v2/200')] },
];
