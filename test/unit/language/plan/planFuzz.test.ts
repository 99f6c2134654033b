import assert from 'node:assert/strict';
import type { HeaderList } from '../../../../src/http/exchange';
import { findUnsendable } from '../../../../src/http/sendable';
import { wordsFor } from '../../../../src/insight/words';
import { fixesFor } from '../../../../src/language/features/fixes/index';
import type { PlanContext } from '../../../../src/language/plan/context';
import { hasError } from '../../../../src/language/plan/findings';
import type { Answered, FileSupply, Need, Supplies } from '../../../../src/language/plan/needs';
import { planRequest, type PlanResult } from '../../../../src/language/plan/plan';
import type { Block, RequestFile } from '../../../../src/language/syntax/nodes';
import { parse } from '../../../../src/language/syntax/parser';
import { seeded } from '../../../helpers/seeded';
import { devEnvironment, sendContext } from './support';

/** What random request files are made of: of each the sound ones first, then those that are an error somewhere. */
interface Pool {
  readonly sound: readonly string[];
  readonly wild: readonly string[];
}

const words: Pool = { sound: ['a', 'b', 'projects', '/', '//', '?', '&', '=', '%', '%20', '@', ':', '.', '\\', '1.50'], wild: ['x y', '#', 'ø', '😀', '\ud83d', '\ufffd', '\0', '\u00a0', '\t', '"', '{', '}', '[1]', '--x', '<', '>>'] };
const names: Pool = { sound: ['a', 'b', 'c', 'project', 'code'], wild: ['list', 'use', 'x-y', 'blank', 'quote', 'stored', 'Abc'] };
const chained: Pool = { sound: ['response.status', 'response.body', 'response.body.*', 'response.body.$.a'], wild: ['response.body.$..*', 'response.body.$.a[', 'response.headers.X-A', 'request.headers.X-A', 'request.body.$', 'nothing', 'request', 'a.b'] };
const system: Pool = {
  sound: ['$guid', '$uuid', '$timestamp', '$timestamp -1 d', '$datetime iso8601', '$localDatetime "YYYY"', '$randomInt', '$processEnv A'],
  wild: ['$datetime', '$randomInt 5 3', '$env.B', '$dotenv C', '$processEnv DT_SECRET', '$nothing', 'new Date()', 'a + b', ''],
};
const directives: Pool = {
  sound: ['ref list', 'force-ref use', 'ref use', 'prompt code What?', 'prompt-secret code', 'auth none', 'retry 3', 'no-redirect', 'confirm', 'expect status 200', 'nothing'],
  wild: ['name list', 'name use', 'name = a', 'ref nothing', 'prompt 1', 'host emulator', 'host api', 'timeout x', 'disabled', 'confirm {{a}}?', 'expect body $.{{a}} == 1', 'expect', 'title {{a}}', 'import ./b.dt.http', 'paginate'],
};
const types: Pool = { sound: ['text/plain', 'text/plain', 'application/x-www-form-urlencoded'], wild: ['application/json', 'application/x+json; charset=utf-8', 'multipart/form-data; boundary=x', 'multipart/form-data; boundary={{a}}', 'multipart/form-data', '{{a}}', ''] };
const paths: Pool = { sound: ['/projects', '/x', '/v2/x', 'http://h/x', 'h.test/x', 'localhost/x', '{{apiBase}}/x', '/{{a}}'], wild: ['projects', '{{a}}', '{{list.response.body.$.a}}', '/{{blank}}', ''] };
const methods: Pool = { sound: ['GET ', 'POST ', 'PUT ', 'x-y ', ''], wild: ['GRPC ', 'x{{a}} '] };
const headers: Pool = { sound: ['X-A: 1', 'X-A: {{a}} {{b}}', 'X-B: {{%code}}', '# a comment'], wild: ['Host: h', 'Host: {{a}}', 'no colon', 'Authorization: Basic a:b', 'Authorization: Digest a', 'Connection: close'] };
const bodies: Pool = {
  sound: ['', '{"a": {{a}}}', '# a comment', '&a=1', 'a=1', '< ./{{a}}.txt', '<@ b.txt', '--x', 'text'],
  wild: ['--x--', '--{{a}}', 'Content-Disposition: form-data', '{"a": "{{quote}}"}', '<@latin1 c.bin', '<@nothing d', '< '],
};
const ends: Pool = { sound: ['>> ./a.json', '>>! {{a}}.json', '?? status == 200'], wild: ['>> {{list.response.body}}', '>> ', '?? {{a}}', '> {% x %}', '{{', '}}'] };
/** Puts a definition of each sound name, and the requests that are referred to, around random blocks. */
const above = '@a = 1\n@b = {{a}}b\n@c = {{$guid}}\n@code = x\n###\n';
const below = '\n###\n# @name list\nGET /list\n###\n# @name use\nPOST /use\nContent-Type: text/plain\n\n{"a": 1}\n';
const lineEnds: Pool = { sound: ['\n', '\r\n'], wild: ['\r', '\n\n'] };

/** A source of random request files, and of what they ask for. */
class Dice {
  readonly #next: () => number;
  /** One piece of how many is wild. */
  readonly #tameness: number;

  constructor(seed: number) {
    this.#next = seeded(seed);
    this.#tameness = [2, 12, 100][seed % 3] ?? 2;
  }

  below(limit: number): number {
    return Math.floor(this.#next() * limit);
  }

  oneOf<T>(values: readonly [T, ...T[]]): T {
    return values[this.below(values.length)] ?? values[0];
  }

  pick({ sound, wild }: Pool): string {
    const values = this.below(this.#tameness) === 0 ? wild : sound;
    return values[this.below(values.length)] ?? '';
  }

  text(most: number): string {
    return Array.from({ length: this.below(most + 1) }, () => (this.below(3) === 0 ? this.reference() : this.pick(words))).join('');
  }

  reference(): string {
    const inside = this.oneOf([() => this.pick(names), () => `${this.oneOf(['list', 'use'])}.${this.pick(chained)}`, () => this.pick(system)])();
    return this.oneOf([`{{${inside}}}`, `{{${inside}}}`, `{{%${inside}}}`, `{{ ${inside} }}`, `\\{\\{${inside}\\}\\}`]);
  }

  /** Lines above a request, the request, headers and a body; some of them missing. */
  block(): readonly string[] {
    const lines = [this.oneOf(['###', '### a b', '# a comment'])];
    const some = (most: number, make: () => string) => {
      for (let count = this.below(most + 1); count > 0; count--) lines.push(make());
    };
    some(1, () => `@${this.pick(names)} ${this.pick({ sound: ['='], wild: [':='] })} ${this.text(3)}`);
    some(2, () => `${this.oneOf(['# ', '// ', '#'])}@${this.pick(directives)}`);
    lines.push(`${this.pick(methods)}${this.pick(paths)}${this.below(3) === 0 ? this.text(2) : ''}${this.pick({ sound: ['', '', ' HTTP/1.1'], wild: [' HTTP/2'] })}`);
    if (this.below(4) > 0) lines.push(`Content-Type: ${this.pick(types)}`);
    some(2, () => this.pick(headers));
    if (this.below(4) === 0) return lines;
    lines.push('');
    some(4, () => (this.below(2) === 0 ? this.text(4) : this.pick(bodies)));
    if (this.below(5) === 0) lines.push(this.pick(ends));
    return lines;
  }

  file(): string {
    const blocks = Array.from({ length: 1 + this.below(3) }, () => this.block().map((line) => line + this.pick(lineEnds)).join(''));
    return `${this.below(this.#tameness) === 0 ? '' : above}${blocks.join('')}${this.below(this.#tameness) === 0 ? '' : below}`;
  }

  bytes(): Uint8Array {
    return this.oneOf([new Uint8Array([0xff, 0, 0x7b, 0x7b, 0x61, 0x7d, 0x7d]), new TextEncoder().encode('x{{a}}\r\n{{nothing}}'), new TextEncoder().encode('{"a": {{b}}}'), new TextEncoder().encode('\r\n--x\r\n'), new Uint8Array()]);
  }

  answered(): Answered {
    const body = new TextEncoder().encode(this.oneOf(['{"a": 1.50}', '{"a": 2}', '{"a": "c"}', '{"a": "b\\r\\nc"}', '{"a": [1, {"a": "{{a}}"}]}', '{', '', '\u{1f600}', '{"a": "\\ud83d"}']));
    const headers = this.oneOf<HeaderList>([[], [['X-A', 'b c'], ['Content-Type', 'application/json']], [['x-a', '1'], ['X-A', '\u00f8']]]);
    const request = { method: 'GET', origin: 'http://h', target: '/', headers, ...(this.below(2) === 0 && { body }) };
    return { request, response: { status: 200, statusText: '', headers, body, encodedLength: body.length }, secrets: [], guarded: [] };
  }
}

/** Knows what it was given, as a session does. */
class Given implements Supplies {
  readonly #answers = new Map<Block, Answered>();
  readonly #forced = new Set<Block>();
  readonly #prompts = new Map<string, string>();
  readonly #files = new Map<string, FileSupply>();
  readonly #dice: Dice;

  constructor(dice: Dice) {
    this.#dice = dice;
  }

  give(need: Need): void {
    switch (need.kind) {
      case 'answer':
        this.#answers.set(need.target.block, this.#dice.answered());
        this.#forced.add(need.target.block);
        break;
      case 'prompt':
        this.#prompts.set(need.prompt.name, this.#dice.text(3));
        break;
      case 'file':
        this.#files.set(need.path, this.#dice.below(5) === 0 ? { kind: 'unreadable', reason: 'it is a folder' } : { kind: 'content', bytes: this.#dice.bytes() });
        break;
    }
  }

  answer = ({ block }: { readonly block: Block }) => this.#answers.get(block);
  wasForced = ({ block }: { readonly block: Block }) => this.#forced.has(block);
  prompt = (_: Block, name: string) => this.#prompts.get(name);
  file = (path: string) => this.#files.get(path);
  processEnv = (name: string) => (name === 'A' ? 'from process' : undefined);
  dotenv = (name: string) => (name === 'C' ? 'a\nb' : undefined);
}

describe('planning of random files', () => {
  const cases = 2000;
  const counts = { plan: 0, refused: 0, needs: 0 };

  it('ends, throws nothing, and plans nothing that has an error', function () {
    this.timeout(60_000);
    for (let seed = 1; seed <= cases; seed++) {
      const dice = new Dice(seed);
      const text = dice.file();
      try {
        const file = parse(text);
        const context = { ...sendContext({ ...devEnvironment(), placeholders: seed % 10 === 0 }), computed: new Map() };
        for (const block of file.blocks) check(file, block, context, dice);
      } catch (error) {
        throw new Error(`Seed ${seed}: ${JSON.stringify(text)}`, { cause: error });
      }
    }
    // Random files that are all refused would prove little.
    assert.ok(counts.plan > 300 && counts.refused > 300 && counts.needs > 300, JSON.stringify(counts));
  });

  function check(file: RequestFile, block: Block, context: PlanContext, dice: Dice): void {
    const supplies = new Given(dice);
    const known = new Set<string>();
    for (;;) {
      const result = planRequest(file, block, { ...context, supplies });
      counts[result.kind]++;
      checkResult(file, block, result, context.placeholders === true);
      if (result.kind !== 'needs') return;
      for (const need of result.needs) {
        const key = keyOf(need);
        assert.ok(!known.has(key), `needed again: ${key}`);
        known.add(key);
        supplies.give(need);
      }
    }
  }
});

function keyOf(need: Need): string {
  switch (need.kind) {
    case 'answer':
      return `answer ${need.target.name}`;
    case 'prompt':
      return `prompt ${need.prompt.name}`;
    case 'file':
      return `file ${need.path}`;
  }
}

function checkResult(file: RequestFile, block: Block, result: PlanResult, isPreview: boolean): void {
  if (result.kind === 'needs') {
    assert.ok(result.needs.length > 0);
    return;
  }
  const findings = result.kind === 'plan' ? result.plan.findings : result.findings;
  for (const each of findings) {
    const { start, end } = each.span;
    assert.ok(start >= 0 && start <= end && end <= file.text.length, `the span of ${each.code}`);
    assert.notEqual(wordsFor(each), '', each.code);
    fixesFor(file, each);
  }
  if (result.kind === 'refused') {
    const isDisabled = findings.some(({ code }) => code === 'request.disabled');
    assert.ok(isDisabled || hasError(findings) || !block.request, 'refused without a reason');
    return;
  }
  assert.ok(!hasError(findings), 'planned with an error');
  const { request, parts, secrets } = result.plan;
  // What is only shown may hold what is not known yet.
  if (!isPreview) assert.equal(findUnsendable(request), undefined, `cannot be written: ${JSON.stringify(findUnsendable(request))}`);
  assert.ok(!secrets.includes(''));
  const { start, end } = parts.requestLine;
  assert.ok(start >= block.start && end <= block.end);
}
