import assert from 'node:assert/strict';
import type { Question } from '../../../src/app/session/interaction';
import { CancelledError } from '../../../src/base/abort';
import { terminalInteraction } from '../../../src/cli/interaction';
import type { Ask } from '../../../src/cli/io';

const { signal } = new AbortController();

/** A terminal where somebody types `line`; undefined: ends the input. */
function somebody(line: string | undefined) {
  const questions: string[] = [];
  let err = '';
  const ask: Ask = (question, { secret }) => {
    questions.push(secret ? `${question}(secret)` : question);
    return Promise.resolve(line);
  };
  return { questions, told: () => err, io: { ask, err: (text: string) => void (err += text) } };
}

const nobody = { err: () => assert.fail('nothing is told') };
const question = (kind: Question['kind']): Question => ({ kind, text: 'Send \u001b[2Jit?', detail: 'DELETE\n/x', action: 'Send' });

describe('questions in the terminal', () => {
  const prompts: readonly [text: string, secret: boolean, asked: string][] = [
    ['The code', false, 'The code: '],
    ['The code', true, 'The code: (secret)'],
    ['What is it?', false, 'What is it? '],
    ['Code:', false, 'Code: '],
    ['\u001b[2J\ncode', false, '␛[2J␊code: '],
  ];
  for (const [text, secret, asked] of prompts) {
    it(`asks ${JSON.stringify(asked)}`, async () => {
      const { io, questions } = somebody(' a ');
      assert.deepEqual(await terminalInteraction(io, false).prompt({ name: 'code', text, secret }, signal), { kind: 'answered', value: ' a ' });
      assert.deepEqual(questions, [asked]);
    });
  }

  it('an empty line is an empty value, the end of the input is none', async () => {
    const prompt = { name: 'code', text: 'Code', secret: false };
    assert.deepEqual(await terminalInteraction(somebody('').io, false).prompt(prompt, signal), { kind: 'answered', value: '' });
    assert.deepEqual(await terminalInteraction(somebody(undefined).io, false).prompt(prompt, signal), { kind: 'dismissed' });
  });

  const confirmed: readonly [line: string | undefined, yes: boolean][] = [['y', true], ['YES ', true], ['', false], ['n', false], ['yesterday', false], [undefined, false]];
  for (const [line, yes] of confirmed) {
    it(`${JSON.stringify(line)} is ${yes ? 'yes' : 'no'}`, async () => {
      const { io, questions, told } = somebody(line);
      const answer = await terminalInteraction(io, false).confirm(question('confirm'), signal);
      assert.equal(answer.kind, yes ? 'answered' : 'dismissed');
      assert.deepEqual(questions, ['Send ␛[2Jit? [y/N] ']);
      assert.equal(told(), 'DELETE␊/x\n');
    });
  }

  const unattended: readonly [kind: Question['kind'], withYes: string][] = [
    ['confirm', 'answered'],
    ['run-first', 'answered'],
    ['read-outside', 'unavailable'],
    ['send-variable', 'unavailable'],
  ];
  for (const [kind, withYes] of unattended) {
    it(`${kind}: nobody is there, and --yes`, async () => {
      assert.equal((await terminalInteraction(nobody, false).confirm(question(kind), signal)).kind, 'unavailable');
      assert.equal((await terminalInteraction(nobody, true).confirm(question(kind), signal)).kind, withYes);
    });
  }

  it('says what to do instead', async () => {
    const alone = terminalInteraction(nobody, false);
    assert.deepEqual(await alone.prompt({ name: 'code', text: '', secret: true }, signal), { kind: 'unavailable', instead: 'give it with --var code=VALUE' });
    assert.deepEqual(await alone.confirm(question('confirm'), signal), { kind: 'unavailable', instead: 'add --yes' });
    assert.deepEqual(await alone.confirm(question('send-variable'), signal), { kind: 'unavailable', instead: '{allow}, or give the value with --var' });
    assert.deepEqual(await alone.confirm(question('read-outside'), signal), { kind: 'unavailable', instead: 'run dt-http in a folder that holds both' });
  });

  const foreseen = (['confirm', 'run-first', 'read-outside', 'send-variable', 'prompt'] as const).flatMap((about) =>
    [true, false].flatMap((isThere) => [true, false].map((yes) => [about, isThere, yes] as const)),
  );
  for (const [about, isThere, yes] of foreseen) {
    it(`what is said beforehand holds later: ${about}, ${isThere ? 'somebody' : 'nobody'} is there${yes ? ', --yes' : ''}`, async () => {
      const interaction = terminalInteraction(isThere ? somebody('y').io : nobody, yes);
      const asked = about === 'prompt' ? await interaction.prompt({ name: 'code', text: 'Code', secret: false }, signal) : await interaction.confirm(question(about), signal);
      assert.equal(interaction.instead?.(about, 'code'), asked.kind === 'unavailable' ? asked.instead : undefined);
    });
  }

  for (const [line, kind] of [['y', 'answered'], ['', 'dismissed']] as const) {
    it(`--yes leaves a file outside to the person: ${kind}`, async () => {
      const { io, questions } = somebody(line);
      assert.equal((await terminalInteraction(io, true).confirm(question('read-outside'), signal)).kind, kind);
      assert.equal(questions.length, 1);
    });
  }

  it('a value of this machine is never asked about', async () => {
    const { io, questions } = somebody('y');
    assert.equal((await terminalInteraction(io, true).confirm(question('send-variable'), signal)).kind, 'unavailable');
    assert.deepEqual(questions, []);
  });

  it('--yes asks nothing', async () => {
    const { io, questions } = somebody('n');
    assert.equal((await terminalInteraction(io, true).confirm(question('confirm'), signal)).kind, 'answered');
    assert.deepEqual(questions, []);
  });

  it('a cancel stays one', async () => {
    const io = { ...nobody, ask: () => Promise.reject(new CancelledError()) };
    await assert.rejects(terminalInteraction(io, false).prompt({ name: 'a', text: 'a', secret: false }, signal), CancelledError);
  });
});
