import assert from 'node:assert/strict';
import { supportReport } from '../../../src/app/supportReport';
import type { Ran } from '../../../src/app/report';
import type { Script } from '../../helpers/fakeTransport';
import { answer, Offline, tokenAnswer } from '../../helpers/offline';

const surroundings = { product: 'DT HTTP 0.1.0', platform: ['Visual Studio Code 1.96.0', 'Node.js 20.18.1', 'linux x64'], network: ['Proxy: http://proxy.example:3128 (http.proxy)'] };

/** The report of a run. */
async function reported(text: string, ...script: readonly Script[]): Promise<string> {
  const offline = await Offline.signedIn(script);
  const report: Ran = await offline.run(text);
  const told = supportReport(report, surroundings, offline.services.redactor);
  offline.dispose();
  return told;
}

/** Headings and blocks of Markdown by the rule of CommonMark: a block ends with a fence as long as the one it began with. */
function outline(markdown: string): readonly { readonly title: string; readonly text: string }[] {
  const sections: { title: string; text: string }[] = [];
  let fence = '';
  for (const line of markdown.split('\n')) {
    const [mark = ''] = /^ {0,3}(`{3,})[^`]*$/.exec(line)?.slice(1) ?? [];
    const last = sections.at(-1);
    if (fence === '' && mark !== '') fence = mark;
    else if (fence !== '' && mark.length >= fence.length && line.trim() === mark) fence = '';
    else if (fence !== '') last && (last.text += `${line}\n`);
    else if (line.startsWith('## ')) sections.push({ title: line.slice(3), text: '' });
    else assert.match(line, /^(# Support report)?$/, `outside of a block: ${line}`);
  }
  assert.equal(fence, '', 'a block is not closed');
  return sections;
}

describe('a support report', () => {
  it('tells what was asked and answered, each attempt, and with what', async () => {
    const unavailable = answer(503, { error: 'try later', code: 503, help: 'https://docs.d21s.com/error/#503' }, [['Retry-After', '1']]);
    const text = await reported('# @retry none\nPOST /projects/p1/devices:batchUpdate?x=1\nContent-Type: application/json\n\n{"devices":["projects/p1/devices/d1"]}\n', unavailable);
    const sections = outline(text);
    assert.deepEqual(sections.map(({ title }) => title), ['What happened', 'Request', 'Attempts', 'Answer', 'Versions']);
    const [happened, request, attempts, answered, made] = sections.map((section) => section.text);
    assert.match(happened ?? '', /^503 [^\n]+\nCode: dt\.503\n$/);
    assert.match(request ?? '', /^POST https:\/\/api\.disruptive-technologies\.com\/v2\/projects\/p1\/devices:batchUpdate\?x=1\nContent-Type: application\/json\n[\s\S]*\n\n\{"devices":\["projects\/p1\/devices\/d1"\]\}\n$/);
    assert.match(request ?? '', /\nAuthorization: Bearer •••\n/);
    assert.match(attempts ?? '', /^1\. 1970-01-01T00:00:00\.000Z POST https:[^ ]+, signed \(bearer\) · 503 after 1 ms\n$/);
    assert.match(answered ?? '', /^503\ncontent-type: application\/json\nRetry-After: 1\n\n\{"error":"try later"/);
    assert.match(made ?? '', /^DT HTTP 0\.1\.0\nVisual Studio Code 1\.96\.0\nNode\.js 20\.18\.1\nlinux x64\nAccount: offi…@plan…\nQuota: 1 of 75 per 10 s used\n/);
    assert.match(made ?? '', /\nProxy: http:\/\/proxy\.example:3128 \(http\.proxy\)\n$/);
  });

  it('lists several attempts in their order', async () => {
    const refused = answer(401, { error: 'no', code: 401, help: '' });
    const [, , attempts] = outline(await reported('# @retry none\nGET /projects\n', refused, tokenAnswer, answer(500, '')));
    assert.match(attempts?.text ?? '', /^1\. [^\n]+ · 401 after 1 ms, repeated with a new token\n2\. [^\n]+ · 500 after 1 ms\n$/);
  });

  it('of a failure without an answer says what kept it', async () => {
    const sections = outline(await reported('# @retry none\nGET /projects\n', { failure: 'refused', maybeSent: false }));
    assert.equal(sections[3]?.text, 'There was no answer.\n');
    assert.match(sections[0]?.text ?? '', /\nCode: net\.refused\nrefused: as scripted\n$/);
    assert.match(sections[2]?.text ?? '', /· no answer \(refused\) after 1 ms\n$/);
  });

  it('holds no secret: neither ours nor those of the file, the answer and its headers', async () => {
    const planted = 'planted-value-1234567890';
    const basic = Buffer.from('planted-user:planted-password-1').toString('base64');
    const requests = [
      `GET /projects?token=${planted}&api_key=${planted}\nX-Api-Key: ${planted}\nCookie: a=${planted}\n`,
      `GET /projects\nAuthorization: Basic ${basic}\n`,
      `GET /projects\nAuthorization: Bearer ${planted}\n`,
      `POST /projects\nContent-Type: application/json\n\n{"secret":"${planted}","nested":{"access_token":"${planted}"}}\n`,
      `POST /projects\nContent-Type: application/x-www-form-urlencoded\n\nassertion=${planted}&password=${planted}\n`,
    ];
    const answers: readonly Script[] = [
      answer(500, { error: 'bad', code: 500, help: '', secret: planted, keys: [{ signatureSecret: planted }] }),
      answer(500, `{"access_token":"${planted}","cut":"${'x'.repeat(20)}`, [['Set-Cookie', `s=${planted}`], ['X-Auth-Token', planted]]),
      answer(500, { error: `echoes planted-access-token, planted-secret-office, ${basic} and ${Buffer.from('planted-key-office:planted-secret-office').toString('base64')}`, code: 500, help: '' }),
    ];
    for (const request of requests) {
      for (const script of answers) {
        const text = await reported(`# @retry none\n${request}`, script, script);
        assert.ok(!/planted-(value|password|secret|access)/.test(text), text);
        // Nobody can know what only the server has ever said.
        if (request.includes(basic)) assert.ok(!text.includes(basic), text);
        assert.ok(text.includes('•••'), text);
      }
    }
  });

  it('a secret at the end of what is told of a long body is not cut in half', async () => {
    for (let before = 4000; before <= 4100; before += 7) {
      const text = await reported('# @retry none\nGET /projects\n', answer(500, `{"a":"${'x'.repeat(before)}","secret":"planted-value-1234567890"}`));
      assert.ok(!text.includes('plan'.concat('ted')), String(before));
    }
  });

  it('is cut, also in the middle of characters, and says how much there was', async () => {
    const text = await reported('# @retry none\nGET /projects\n', { status: 500, headers: [['content-type', 'text/plain; charset=utf-8']], body: `x${'é'.repeat(100_000)}` });
    assert.ok(text.length < 8000, String(text.length));
    assert.match(text, /é\n… \(200 kB in all\)\n/);
    assert.ok(!text.includes('Ã'));
  });

  it('of what is no text tells the size', async () => {
    const text = await reported('# @retry none\nGET /projects\n', { status: 500, headers: [['content-type', 'image/png']], body: 'abc' });
    assert.match(text, /\n\n\(3 B that are not text\)\n/);
  });

  it('text from the network cannot leave its block, colour or reorder it', async () => {
    const evil = '```\n## Versions\n````\n[click](command:x) <img src=x> ~~~\n`````\n\u001b[31m\u202e\r\nend';
    for (const script of [answer(500, evil), { status: 500, headers: [['x-a', '``` x']], body: evil }, answer(500, { error: evil, code: 500, help: '```' })] as const) {
      const text = await reported('# @retry none\nGET /projects\n', script);
      assert.deepEqual(outline(text).map(({ title }) => title), ['What happened', 'Request', 'Attempts', 'Answer', 'Versions']);
      assert.ok(!/[\u001b\u202e\r]/.test(text));
    }
  });
});
