import assert from 'node:assert/strict';
import { looksLikeCurl, requestsFromCurl } from '../../../../src/app/convert/fromCurl';
import { insertRequests, pastePlace } from '../../../../src/app/convert/insertRequests';
import { parse } from '../../../../src/language/syntax/parser';
import { findReferences } from '../../../../src/language/syntax/references';
import { seeded } from '../../../helpers/seeded';
import { planned } from '../../language/plan/support';

const from = (command: string): string => {
  const found = requestsFromCurl(command);
  return found.kind === 'requests' ? found.text : found.message;
};

describe('a curl command as a request', () => {
  const cases: readonly (readonly [name: string, command: string, request: string])[] = [
    ['a path of the API, signed by the account', `curl -H 'Authorization: Bearer eyJsecret' https://api.disruptive-technologies.com/v2/projects?page_size=5`, '# Signed by the account: the credentials of the command are left out.\nGET /projects?page_size=5'],
    ['also where the token is a variable', 'curl https://api.d21s.com/v2/projects -H "Authorization: Bearer $TOKEN"', '# Signed by the account: the credentials of the command are left out.\nGET /projects'],
    ['Basic of DT', 'curl -u "$DT_SERVICE_ACCOUNT_KEY_ID:$DT_SERVICE_ACCOUNT_SECRET" https://api.disruptive-technologies.com/v2/projects', '# Signed by the account: the credentials of the command are left out.\n# @auth basic\nGET /projects'],
    ['cookies and proxies of DT', `curl https://api.disruptive-technologies.com/v2/projects -H 'Cookie: session=s3cret' -H 'Proxy-Authorization: Basic czNjcmV0' -b 'a=s3cret'`, '# Left out: the header Cookie, which may hold credentials. The account signs.\n# Left out: the header Proxy-Authorization, which may hold credentials. The account signs.\n# Left out: the header Cookie, which may hold credentials. The account signs.\nGET /projects'],
    ['cookies of others', `curl https://example.com/ -b 'a=1'`, 'GET https://example.com/\nCookie: a=1'],
    ['the emulator', `curl -X POST https://emulator.disruptive-technologies.com/v2/projects/p/devices/emu1:publish --json '{"touch":{}}'`, 'POST {{emulatorBase}}/projects/p/devices/emu1:publish\nContent-Type: application/json\nAccept: application/json\n\n{"touch":{}}'],
    ['another version of the API', 'curl https://api.disruptive-technologies.com/v2beta/projects', 'GET https://api.disruptive-technologies.com/v2beta/projects'],
    ['a host that only looks like DT keeps what it is given', `curl -H 'Authorization: Bearer abc' https://api.disruptive-technologies.com.evil.example/v2/projects`, 'GET https://api.disruptive-technologies.com.evil.example/v2/projects\nAuthorization: Bearer abc'],
    ['no scheme', 'curl example.com', 'GET http://example.com/'],
    ['a fragment is not sent', "curl 'https://example.com/a?b#c'", 'GET https://example.com/a?b'],
    ['a variable as the host', 'curl "$BASE/things"', 'GET {{$processEnv BASE}}/things'],
    ['braces that would be a reference', `curl https://example.com/ -H 'Content-Type: text/plain' -d '{{a}} {}'`, 'POST https://example.com/\nContent-Type: text/plain\n\n\\{\\{a\\}\\} {}'],
    ['a reference that no quotes kept from the shell', 'curl https://example.com/?a={{$uuid}} -H X-Id:{{$guid}} -d q={{$processEnv', 'POST https://example.com/?a=\\{\\{$uuid\\}\\}\nX-Id: \\{\\{$guid\\}\\}\nContent-Type: application/x-www-form-urlencoded\n\nq={{$processEnv'],
    ['a URL with braces that curl takes as they are', "curl 'https://example.com/\\{a,b\\}/\\[1-3\\]/\\{\\{c\\}\\}'", 'GET https://example.com/{a,b}/[1-3]/\\{\\{c\\}\\}'],
    ['the same where braces mean nothing to curl', "curl -g 'https://example.com/\\{a\\}'", 'GET https://example.com/\\{a\\}'],
    ['what looks like an escape of a request file', "curl https://example.com/ -H 'X-A: \\{\\{a\\}\\}'", '@curl-empty =\nGET https://example.com/\nX-A: \\{{curl-empty}}{\\{{curl-empty}}{a\\}\\}'],
    ['what the shell works out', 'curl https://example.com/ -H "X-Time: $(date)"', '# What the shell worked out in the command stands here as it was written: put a value in its place.\nGET https://example.com/\nX-Time: $(date)'],
    ['files', 'curl https://example.com/ -T ./up.bin', 'PUT https://example.com/\n\n< ./up.bin'],
    ['a URL that is a pattern', "curl 'https://example.com/{a,b}/[1-3]'", '# curl sends a request for each value of the braces and brackets in this URL. Here it is one, as it stands.\nGET https://example.com/{a,b}/[1-3]'],
    ['one that is none', "curl -g 'https://example.com/{a,b}'", 'GET https://example.com/{a,b}'],
    ['braces of its own', "curl 'https://example.com/{a}?b[]=1&c[0]=2'", 'GET https://example.com/{a}?b[]=1&c[0]=2'],
    ['a file as data', `curl https://example.com/ -H 'Content-Type: application/json' -d @body.json`, '# curl leaves out the line ends of this file.\nPOST https://example.com/\nContent-Type: application/json\n\n< body.json'],
    ['data from the input', 'curl https://example.com/ --data-binary @-', '# Left out: the data that the command reads from its input.\nPOST https://example.com/\nContent-Type: application/x-www-form-urlencoded'],
    ['JSON without a type', `curl https://example.com/ -d '{"a":1}'`, '# The command names no Content-Type: curl would send application/x-www-form-urlencoded, but the data looks like JSON.\nPOST https://example.com/\nContent-Type: application/json\n\n{"a":1}'],
    ['unknown options are told, each', 'curl --future --cert-status --interface eth0 -k -x http://me:pw@proxy:1 --proxy-user me:pw https://example.com/', '# Left out: --future\n# Left out: --cert-status\n# Left out: --interface eth0\n# Left out: --insecure (certificates are always verified)\n# Left out: --proxy (the proxy of the editor is used)\n# Left out: --proxy-user\nGET https://example.com/'],
    ['a value cannot start a line', `curl https://example.com/ -H $'X-A: b\\nGET /evil' --interface $'x\\n# @auth basic'`, '# Left out: --interface x # @auth basic\nGET https://example.com/\nX-A: b GET /evil'],
    ['limits', 'curl -m 1.5 --retry 2 --max-redirs 0 https://example.com/', '# @timeout 1500ms\n# @retry 2\n# @no-redirect\nGET https://example.com/'],
    ['headers of the connection', `curl -H 'Connection: close' -H 'Content-Length: 3' -H 'Host: example.com' -H 'Accept:' https://example.com/`, '# Left out: the header Connection, which describes the connection.\n# Left out: curl sends no header "Accept" here.\nGET https://example.com/'],
    ['a prompt, a path, assignments and a pipe around it', '$ TOKEN=x /usr/bin/curl -s https://example.com/ | jq .', 'GET https://example.com/'],
    ['several URLs and commands', 'curl https://a.example/ https://b.example/ --next -I https://c.example/; curl https://d.example/', 'GET https://a.example/\n\n###\n\nGET https://b.example/\n\n###\n\nHEAD https://c.example/\n\n###\n\nGET https://d.example/'],
    ['of the Command Prompt', `curl ^"https://example.com/?a=1^&b=2^" ^\r\n  -H ^"Content-Type: application/json^" ^\r\n  --data-raw ^"^{\\^"a\\^":1^}^"`, 'POST https://example.com/?a=1&b=2\nContent-Type: application/json\n\n{"a":1}'],
    ['of PowerShell', "curl.exe 'https://example.com/' `\r\n  -H \"Prefer: $env:A\" -d 'x=it''s'", "POST https://example.com/\nPrefer: {{$processEnv A}}\nContent-Type: application/x-www-form-urlencoded\n\nx=it's"],
    ['no URL', 'curl -v', 'The curl command on the clipboard names no URL.'],
    ['no command', 'hello', 'There is no curl command on the clipboard. Copy one first.'],
    ['nothing', '', 'There is no curl command on the clipboard. Copy one first.'],
  ];
  for (const [name, command, request] of cases) it(name, () => assert.equal(from(command), request));

  it('a form with files', () => {
    assert.equal(
      from(`curl https://example.com/ -F 'a=@./dir/x.png' -F 'b=@"y z.csv";type=text/csv;filename=q.csv' -F 'c=<note.txt' -F 'd=dt-http-form'`),
      [
        'POST https://example.com/', 'Content-Type: multipart/form-data; boundary=dt-http-form-2', '',
        '--dt-http-form-2', 'Content-Disposition: form-data; name="a"; filename="x.png"', 'Content-Type: image/png', '', '< ./dir/x.png',
        '--dt-http-form-2', 'Content-Disposition: form-data; name="b"; filename="q.csv"', 'Content-Type: text/csv', '', '< y z.csv',
        '--dt-http-form-2', 'Content-Disposition: form-data; name="c"', '', '< note.txt',
        '--dt-http-form-2', 'Content-Disposition: form-data; name="d"', '', 'dt-http-form', '--dt-http-form-2--',
      ].join('\n'),
    );
  });

  it('too many of them, and too much text, are refused', function () {
    this.timeout(60_000);
    assert.equal(from('curl' + ' a'.repeat(101)), 'The curl commands on the clipboard make 101 requests. At most 100 are pasted at once: copy fewer.');
    assert.match(from('curl a\n'.repeat(101)), /make 101 requests/);
    assert.match(from('curl ' + 'a '.repeat(500_000)), /make 500000 requests/);
    assert.equal(from('curl ' + 'a '.repeat(2_500_000)), 'The text on the clipboard is longer than 1 MB. Copy only the curl command.');
    const most = requestsFromCurl('curl' + ' a'.repeat(100));
    assert.equal(most.kind === 'requests' && most.count, 100);
  });

  it('every prefix of a command is read', () => {
    const command = `curl -X POST 'https://u:p@example.com/a' -H "A: $B" -F 'a=@b;type=c' -d $'x\\n' --json @f -u a:b \\\n --next -T x https://y`;
    for (let end = 0; end <= command.length; end++) assert.ok(from(command.slice(0, end)) !== '');
  });

  it('knows one at a glance', () => {
    for (const text of ['curl x', ' $ curl x', '/usr/bin/curl x', 'curl.exe x', 'C:\\tools\\curl.exe x']) assert.ok(looksLikeCurl(text), text);
    for (const text of ['curly x', 'use curl x', 'curl', 'GET /curl', '']) assert.ok(!looksLikeCurl(text), text);
  });
});

describe('where requests are put in', () => {
  const insert = (marked: string, lineEnd = '\n') => {
    const offset = marked.indexOf('‸');
    const text = marked.replace('‸', '');
    const { span, newText } = insertRequests(parse(text), offset, 'GET /new\n\nbody', lineEnd);
    return text.slice(0, span.start) + newText + text.slice(span.end);
  };
  const cases: readonly (readonly [name: string, before: string, after: string])[] = [
    ['an empty file', '‸', 'GET /new\n\nbody\n'],
    ['below variables', '@a = 1\n‸', '@a = 1\nGET /new\n\nbody\n'],
    ['in a line of variables', '@a =‸ 1\n', '@a = 1\nGET /new\n\nbody\n'],
    ['in an empty block', '### a\n‸\n### b\nGET /b\n', '### a\nGET /new\n\nbody\n### b\nGET /b\n'],
    ['behind a request', 'GET /‸a', 'GET /a\n\n###\n\nGET /new\n\nbody\n'],
    ['between requests', 'GET /a\n‸\n### b\nGET /b\n', 'GET /a\n\n###\n\nGET /new\n\nbody\n\n### b\nGET /b\n'],
  ];
  for (const [name, before, after] of cases) it(name, () => assert.equal(insert(before), after));

  it('has the line ends of the file', () => assert.equal(insert('GET /a‸\r\n', '\r\n'), 'GET /a\r\n\r\n###\r\n\r\nGET /new\r\n\r\nbody\r\n'));

  it('a command that is pasted into a comment, a line or a body is text', () => {
    const paste = (marked: string): string | undefined => {
      const [start, end] = [marked.indexOf('‸'), marked.lastIndexOf('‸')];
      const text = marked.replaceAll('‸', '');
      const edit = pastePlace(parse(text), { start, end: end > start ? end - 1 : start })?.('NEW', '\n');
      return edit && text.slice(0, edit.span.start) + edit.newText + text.slice(edit.span.end);
    };
    for (const text of ['# see ‸', 'GET /a‸', 'POST /a\nContent-Type: text/plain\n\n‸body', 'POST /a\nContent-Type: text/plain\n\nbody\n‸more', 'GET ‸/a‸']) assert.equal(paste(text), undefined, text);
    assert.equal(paste('‸'), 'NEW\n');
    assert.equal(paste('@a = 1\n‸\n'), '@a = 1\nNEW\n');
    assert.equal(paste('‸@a = 1‸'), 'NEW');
    assert.equal(paste('GET /a\n\n‸'), 'GET /a\n\n###\n\nNEW\n\n');
  });
});

describe('a curl command of somebody else', () => {
  const text = (command: string): string => {
    const found = requestsFromCurl(command);
    assert.ok(found.kind === 'requests');
    return found.text;
  };

  it('refers to no value that its shell would not have put in', () => {
    for (const command of [
      "curl x -d $(echo '{{$processEnv KEY}}')",
      "curl x -H 'A: b' -H \"X: `echo {{$processEnv KEY}}`\"",
      "curl x -F 'a=@x;type={{$processEnv KEY}}'",
      "curl x -F 'a=@x;filename={{$processEnv KEY}}'",
      "curl x -X '{{$processEnv KEY}}'",
      "curl x --json '{{$processEnv' --json ' KEY}}'",
      'curl x -H "X: {{$processEnv ${X:-y}}}"',
    ]) {
      const written = text(command);
      const sent = written.replace(/^#.*$/gm, '');
      const references = findReferences(sent, { start: 0, end: sent.length }).map(({ name }) => sent.slice(name.start, name.end));
      assert.deepEqual(references.filter((name) => name !== 'curl-empty'), [], written);
    }
    assert.equal(text("curl x -T '{{$processEnv KEY}}'"), '# Left out: the file {{$processEnv KEY}}, whose name has braces that would mean something here.\nPUT http://x/');
  });

  it('sends the octets that curl would, whatever braces and backslashes they have', () => {
    const next = seeded(5);
    const pieces = ['\\', '{', '}', '{{', '}}', '\\{\\{', '\\}\\}', 'a', '$uuid', ' ', '\n', '<', '%'];
    for (let round = 0; round < 1000; round++) {
      const body = `.${Array.from({ length: 12 }, () => pieces[Math.floor(next() * pieces.length)]).join('')}.`;
      const { request } = planned(text(`curl https://x.example/ -H 'Content-Type: text/plain' --data-binary '${body}'`));
      assert.equal(new TextDecoder().decode(request.body), body);
    }
  });

  it('has no method with a target of its own', () => {
    assert.equal(text("curl -X 'DELETE /projects/p' https://x.example/"), '# Left out: --request DELETE /projects/p (it is no method)\nGET https://x.example/');
  });

  it('leaves no credentials of proxies and other servers behind', () => {
    for (const option of ['proxy1.0', 'socks4', 'socks4a', 'socks5', 'socks5-hostname', 'doh-url', 'expand-header']) {
      assert.equal(text(`curl --${option} user:hunter2@h https://x.example/`), `# Left out: --${option}\nGET https://x.example/`);
    }
  });

  it('may have hundreds of thousands of options, and every boundary in its text', function () {
    this.timeout(60_000);
    assert.match(text(`curl x ${'-d a '.repeat(200_000)}`), /^POST/);
    const command = `curl x -F 'a=dt-http-form ${Array.from({ length: 50_000 }, (_, index) => `dt-http-form-${index + 2}`).join(' ')}'`;
    // A longer text is not read: so it is read often.
    for (let round = 0; round < 15; round++) assert.ok(text(command).includes('boundary=dt-http-form-50002\n'));
  });
});
