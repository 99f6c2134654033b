import assert from 'node:assert/strict';
import { requestLine } from '../../../../src/language/syntax/requestLine';
import { dumpLine } from './dump';

describe('the request line', () => {
  const rows: [text: string, parts: string][] = [
    ['GET /v2/projects HTTP/1.1', 'method‹GET› target‹/v2/projects› version‹HTTP/1.1›'],
    ['GET /v2/projects', 'method‹GET› target‹/v2/projects›'],
    ['/v2/projects', 'target‹/v2/projects›'],
    ['/v2/projects HTTP/1.1', 'target‹/v2/projects› version‹HTTP/1.1›'],
    ['  \tGET  \t /v2  \tHTTP/1.1\t ', 'method‹GET› target‹/v2› version‹HTTP/1.1›'],
    ['purge /v2', 'method‹purge› target‹/v2›'],
    ["X!$%&'*+-.^_`|~1 /v2", "method‹X!$%&'*+-.^_`|~1› target‹/v2›"],
    // A version that is not offered is a version all the same: the mistake is in the token.
    ['GET /v2 HTTP/1.0', 'method‹GET› target‹/v2› version‹HTTP/1.0›'],
    ['GET /v2 HTTP/2', 'method‹GET› target‹/v2› version‹HTTP/2›'],
    ['GET /v2 http/x', 'method‹GET› target‹/v2› version‹http/x›'],
    ['GET /v2 HTTP/', 'method‹GET› target‹/v2› version‹HTTP/›'],
    ['GET /v2 HTTP', 'method‹GET› target‹/v2 HTTP›'],
    ['GET /v2 HTTP/1.1 x', 'method‹GET› target‹/v2 HTTP/1.1 x›'],
    // What is missing is an empty span.
    ['GET', 'method‹GET› target‹›'],
    ['get ', 'method‹get› target‹›'],
    ['FETCH', 'method‹FETCH› target‹›'],
    ['GET HTTP/1.1', 'method‹GET› target‹› version‹HTTP/1.1›'],
    // A word alone is a target.
    ['projects', 'target‹projects›'],
    ['localhost', 'target‹localhost›'],
    ['HTTP/1.1', 'target‹HTTP/1.1›'],
    ['api.example.com HTTP/1.1', 'target‹api.example.com› version‹HTTP/1.1›'],
    ['{{target}}', 'target‹{{target}}›'],
    // Blanks stay in the target, for an error there.
    ['GET /v2/a b/c', 'method‹GET› target‹/v2/a b/c›'],
    ['GET /v2/{{ a }} HTTP/1.1', 'method‹GET› target‹/v2/{{ a }}› version‹HTTP/1.1›'],
    ['GET /v2/{{ a }}', 'method‹GET› target‹/v2/{{ a }}›'],
    ['https://example.com/a b', 'target‹https://example.com/a b›'],
    ['{{a}} /b', 'target‹{{a}} /b›'],
    ['GÉT /b', 'target‹GÉT /b›'],
    // An indented comment is never a method.
    [' # comment', 'target‹# comment›'],
    [' // comment', 'target‹// comment›'],
  ];
  for (const [text, parts] of rows) {
    it(JSON.stringify(text), () => {
      const line = requestLine(text, 0, text.length, text.length);
      assert.equal(dumpLine(text, line), `request-line ${parts}`);
    });
  }

  const holes: [text: string, offset: number][] = [
    ['GET', 3],
    ['GET  ', 5],
    ['GET  HTTP/1.1', 4],
  ];
  for (const [text, offset] of holes) {
    it(`puts the missing target of ${JSON.stringify(text)} at ${offset}`, () => {
      assert.deepEqual(requestLine(text, 0, text.length, text.length).target, { start: offset, end: offset });
    });
  }
});
