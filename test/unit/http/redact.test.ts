import assert from 'node:assert/strict';
import { Redactor, mask, mostPassing } from '../../../src/http/redact';

const secret = 'p/4+ßx"K\\ 9~!q(z)w\'*2b';

function redactorWith(...secrets: string[]): Redactor {
  const redactor = new Redactor();
  secrets.forEach((value) => redactor.addSecret(value));
  return redactor;
}

const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64');
const base64url = (text: string) => Buffer.from(text, 'utf8').toString('base64url');

/** Every spelling in which the planted secret could leave the product. */
const planted: Readonly<Record<string, string>> = {
  plain: secret,
  percent: encodeURIComponent(secret),
  'percent, small digits': encodeURIComponent(secret).replace(/%../g, (octet) => octet.toLowerCase()),
  form: new URLSearchParams({ a: secret }).toString().slice(2),
  json: JSON.stringify(secret).slice(1, -1),
  'json, slashes escaped': JSON.stringify(secret).slice(1, -1).replaceAll('/', '\\/'),
  'json, ASCII only': JSON.stringify(secret).slice(1, -1).replace(/[\u0080-\uffff]/g, (unit) => `\\u00${unit.charCodeAt(0).toString(16)}`),
  base64: base64(secret).replace(/=+$/, ''),
  base64url: base64url(secret),
  'percent twice': encodeURIComponent(encodeURIComponent(secret)),
  'json twice': JSON.stringify(JSON.stringify(secret)).slice(3, -3),
  xml: secret.replace('"', '&quot;').replaceAll("'", '&apos;'),
  html: secret.replace('"', '&quot;').replaceAll("'", '&#39;'),
  hexadecimal: Buffer.from(secret, 'utf8').toString('hex'),
  'hexadecimal in capitals': Buffer.from(secret, 'utf8').toString('hex').toUpperCase(),
  'capitals': secret.toUpperCase(),
  'UTF-8 read as Latin-1': Buffer.from(secret, 'utf8').toString('latin1'),
};

describe('Redactor: a planted secret', () => {
  for (const [title, spelling] of Object.entries(planted)) {
    const around = (hidden: string) => `before ${hidden} after`;
    it(`${title} is found by every method`, () => {
      const redactor = redactorWith(secret);
      const shown = [
        redactor.text(around(spelling)),
        redactor.target(`/v2/x/${spelling}?filter=${spelling}&${spelling}=1#${spelling}`),
        redactor.headers([['Accept', spelling], [spelling, 'x'], ['X-Other', spelling], ['Location', `/a?b=${spelling}`]]).flat().join('\n'),
        redactor.body(around(spelling)),
        redactor.body(`{"note": "${spelling}"}`, 'application/json'),
        redactor.body(`note=${spelling}`, 'application/x-www-form-urlencoded'),
      ];
      for (const text of shown) {
        assert.ok(!text.includes(spelling), text);
        assert.ok(text.includes(mask));
      }
      assert.equal(redactor.text(around(spelling)).startsWith('before '), true);
      assert.equal(redactor.text(around(spelling)).endsWith(' after'), true);
    });
  }

  for (const before of ['', 'a', 'ab', 'abc', 'keyid01234:']) {
    for (const encode of [base64, base64url]) {
      it(`inside ${encode.name} behind ${before.length} characters`, () => {
        const encoded = encode(`${before}${secret}tail`);
        const shown = redactorWith(secret).text(`Basic ${encoded}!`);
        assert.ok(shown.includes(mask));
        // What is left of the encoding decodes to less than two characters of the secret.
        const left = shown.slice('Basic '.length).split(mask);
        const decoded = left.map((part) => Buffer.from(part, 'base64').toString('latin1')).join('');
        for (let at = 0; at + 3 <= secret.length; at++) assert.ok(!decoded.includes(secret.slice(at, at + 3)), shown);
      });
    }
  }

  it('in lower case, as in a host name, unless that may be a common word', () => {
    const redactor = new Redactor();
    redactor.addSecret('ToPsEcReT9');
    redactor.addSecret('Editor');
    assert.equal(redactor.text('https://topsecret9.example/ in the editor'), `https://${mask}.example/ in the editor`);
  });

  it('by a long run of letters and digits, whatever became of what is around it', () => {
    const redactor = redactorWith('k"/8f14e45fceea167a5a36dedd4bea2543+"', 'ordinarylongword-internationalization');
    assert.equal(redactor.text('<k\\\\"8f14e45fceea167a5a36dedd4bea2543 8F14E45FCEEA167A5A36DEDD4BEA2543>'), `<k\\\\"${mask} ${mask}>`);
    assert.equal(redactor.text('internationalization of an ordinarylongword'), 'internationalization of an ordinarylongword');
  });

  it('by each of its lines, however they are joined', () => {
    const redactor = redactorWith('-----BEGIN-----\r\nfirst+line/of\r\nab\r\nsecond+line/of');
    assert.equal(redactor.text('-----BEGIN-----\nfirst+line/of\nab\nsecond+line/of'), `${mask}\n${mask}\nab\n${mask}`);
    assert.equal(redactor.text('first+line/of ab second+line/of'), `${mask} ab ${mask}`);
  });

  it('that only passes by is forgotten when as many others came after it as are remembered', () => {
    const redactor = redactorWith('stays-here');
    for (let index = 0; index < mostPassing; index++) redactor.addPassing(`passing-${index}x`);
    redactor.addPassing('passing-0x');
    redactor.addPassing('abc');
    assert.equal(redactor.text('passing-0x passing-1x abc'), `${mask} ${mask} abc`);
    redactor.addPassing('another-one');
    assert.equal(redactor.text('stays-here passing-0x passing-1x another-one'), `${mask} ${mask} passing-1x ${mask}`);
  });

  it('short values are ignored, or every text would be masked', () => {
    assert.equal(redactorWith('abc', '').text('abcabc'), 'abcabc');
    assert.equal(redactorWith('abcd').text('abcdabcd'), mask.repeat(2));
  });

  it('overlapping secrets leave nothing', () => {
    assert.equal(redactorWith('abcdef', 'defghi', 'cdef').text('<abcdefghi>'), `<${mask}>`);
    assert.equal(redactorWith('aaaa').text(`<${'a'.repeat(1003)}>`), `<${mask}>`);
  });

  it('knows a secret that is no valid text', () => {
    assert.equal(redactorWith('ab\ud800cd').text('x ab\ud800cd y'), `x ${mask} y`);
  });

  it('takes linear time', () => {
    const redactor = redactorWith(secret, 'aaaaaaaaaaaaaaaaaaaaaaab');
    const text = 'a'.repeat(2_000_000);
    assert.equal(redactor.body(`{"x":"${text}"}`).length, text.length + 8);
    assert.equal(redactor.body(`"${'\\'.repeat(500_001)}"`.repeat(2), 'application/json').length, 2 * 500_003);
  });
});

describe('Redactor.headers', () => {
  const rows: readonly (readonly [name: string, value: string, shown: string])[] = [
    ['Authorization', 'Bearer abc.def', `Bearer ${mask}`],
    ['authorization', 'Basic YTpi', `Basic ${mask}`],
    ['Proxy-Authorization', 'Basic YTpi', `Basic ${mask}`],
    ['Authorization', 'eyJhbGciOi', mask],
    ['Authorization', 'mysecret word', mask],
    ['Cookie', 'a=b', mask],
    ['Set-Cookie', 'a=b', mask],
    ['X-Api-Key', '123', mask],
    ['X-Anything', '123', mask],
    ['X-Dt-Signature', 'eyJ', mask],
    ['Content-Type', 'application/json', 'application/json'],
    ['Retry-After', '7', '7'],
    ['X-Request-Id', 'abc', 'abc'],
    ['X-Sandbox-Fault', '503', '503'],
    ['Access-Control-Allow-Origin', '*', '*'],
    ['Location', 'https://u:p@h/a?token=b&c=d', `https://${mask}@h/a?token=${mask}&c=d`],
  ];
  for (const [name, value, shown] of rows) {
    it(`${name}: ${value}`, () => assert.deepEqual(new Redactor().headers([[name, value]]), [[name, shown]]));
  }
});

describe('Redactor.target', () => {
  const rows: readonly (readonly [target: string, shown: string])[] = [
    ['/v2/projects?pageSize=10&pageToken=abc', '/v2/projects?pageSize=10&pageToken=abc'],
    ['/v2/projects?page_token=abc', '/v2/projects?page_token=abc'],
    ['/x?token=abc&a=b', `/x?token=${mask}&a=b`],
    ['/x?access_token=abc', `/x?access_token=${mask}`],
    ['/x?key=abc&keyId=k1', `/x?key=${mask}&keyId=k1`],
    ['/x?API-Key=abc', `/x?API-Key=${mask}`],
    ['/x?client%5Fsecret=abc', `/x?client%5Fsecret=${mask}`],
    ['/x?assertion=a.b.c', `/x?assertion=${mask}`],
    ['/x?password=&p%=1', '/x?password=&p%=1'],
    ['/x?signature=a?b=c#token=d', `/x?signature=${mask}#token=d`],
    ['/plain', '/plain'],
    ['https://user:pw@host/x', `https://${mask}@host/x`],
    ['https://host/x@y', 'https://host/x@y'],
  ];
  for (const [target, shown] of rows) it(target, () => assert.equal(new Redactor().target(target), shown));
});

describe('Redactor.body', () => {
  const json = 'application/json; charset=utf-8';
  const rows: readonly (readonly [body: string, contentType: string | undefined, shown: string])[] = [
    ['{"key":{"id":"k"},"secret":"abc"}', json, `{"key":{"id":"k"},"secret":"${mask}"}`],
    ['{"access_token" : "a\\"b" ,"expires_in":3600,"token_type":"Bearer"}', json, `{"access_token" : "${mask}" ,"expires_in":3600,"token_type":"Bearer"}`],
    ['{"httpConfig":{"signatureSecret":"s","headers":{"Authorization":"x"}}}', json, `{"httpConfig":{"signatureSecret":"${mask}","headers":{"Authorization":"${mask}"}}}`],
    ['{"password":12345,"b":1}', json, `{"password":${mask},"b":1}`],
    ['{"password":null,"secret":"","token":true}', json, '{"password":null,"secret":"","token":true}'],
    ['{"secret":["a",["]"],"b"],"c":1}', json, `{"secret":[${mask}],"c":1}`],
    ['{"secret":{"token":"a","b":"c"}}', json, `{"secret":{"token":"${mask}","b":"c"}}`],
    ['{"nextPageToken":"abc","tokenEndpoint":"https://x"}', json, '{"nextPageToken":"abc","tokenEndpoint":"https://x"}'],
    ['{"se\\u0063ret":"abc"}', json, `{"se\\u0063ret":"${mask}"}`],
    ['{"a":"secret","b":"token:"}', json, '{"a":"secret","b":"token:"}'],
    ['{"secret":"cut o', json, `{"secret":"${mask}`],
    ['{"secret":', json, '{"secret":'],
    ['{"secret":"abc"}', undefined, `{"secret":"${mask}"}`],
    ['{"secret":"a"}\n{"secret":"b"}', 'application/x-ndjson', `{"secret":"${mask}"}\n{"secret":"${mask}"}`],
    ['grant_type=x&assertion=a.b.c', 'application/x-www-form-urlencoded', `grant_type=x&assertion=${mask}`],
    ['secret: abc', 'text/plain', 'secret: abc'],
  ];
  for (const [body, contentType, shown] of rows) {
    it(body, () => assert.equal(new Redactor().body(body, contentType), shown));
  }

  it('finds a short password however a server escapes it', () => {
    const redactor = new Redactor();
    const password = `Tr0ub&d'o"r<3`;
    redactor.addSecret(password);
    const forms = {
      'JSON of Go': 'Tr0ub\\u0026d\'o\\"r\\u003c3',
      'JSON of .NET': 'Tr0ub\\u0026d\\u0027o\\u0022r\\u003C3',
      'HTML of Go': 'Tr0ub&amp;d&#39;o&#34;r&lt;3',
      'HTML of Python': 'Tr0ub&amp;d&#x27;o&quot;r&lt;3',
      'a URL': encodeURI(password),
    };
    for (const [name, form] of Object.entries(forms)) assert.equal(redactor.text(`x ${form} y`), `x ${mask} y`, name);
  });

  it('keeps of answers no more than it can look for at once', () => {
    const redactor = new Redactor();
    const lines = Array.from({ length: 60_000 }, (_, index) => `line-${index}-abcdef`);
    redactor.addPassing(lines.join('\n'));
    redactor.addSecret(lines.join('\n'));
    assert.equal(redactor.text('line-59999-abcdef'), 'line-59999-abcdef');
    assert.equal(redactor.text('line-0-abcdef'), mask);
  });
});
