import { holds } from '../../../base/text';
import type { Finding } from '../../../base/finding';
import { nearest } from '../../../base/nearest';
import { atOnce, inTurns, type NextTurn, type Steps } from '../../../base/turns';
import { checkContext, type LookupTrace, type VariableContext } from '../../plan/context';
import { finding, firstOfEach, offsetsOf, shiftFinding, tidy } from '../../plan/findings';
import { analyze, type BlockAnalysis } from '../../plan/plan';
import { checkVariableLines } from '../../plan/variableLines';
import { VariableScope } from '../../plan/variables';
import { shiftSpan } from '../../syntax/moved';
import type { Block, RequestFile } from '../../syntax/nodes';
import { sameAround } from '../../syntax/perBlock';
import { directivesOf, requestName } from '../../syntax/queries';
import { type Excess, excessOf } from '../longRequest';
import { checks } from './checks';
import { circles, type Dependency } from './circles';
import { type Foreseeing, foreseenIn } from './foreseen';
import { anyImport, FileKnowledge, type NameChange } from './knowledge';
import { checkVariableUse } from './variableUse';

/** Blocks that are looked at without a pause: some 25 ms, where each has a body. */
const slice = 50;

/** What is known about one block; offsets are from its start. */
interface BlockDiagnosis {
  readonly findings: readonly Finding[];
  readonly dependencies: readonly Dependency[];
  /** Variables and requests that were asked for, its own name among both. */
  readonly variables: ReadonlySet<string>;
  readonly requests: ReadonlySet<string>;
  /** Names that were not found: another one that is near may be what was meant. */
  readonly unknown: ReadonlySet<string>;
  /** {@link markOf} of all that was asked for: most blocks are known by it alone to have nothing to do with a name. */
  readonly marks: number;
  /** Whether some of it speaks of places outside of the block, which move otherwise. */
  readonly reachesOut: boolean;
}

/**
 * Everything that can be said about a file without running it, block by block: after an edit only
 * the blocks are looked at again that were edited, or that use what was. Keep one for each open
 * file, for as long as its trees come from each other by edits.
 */
export class Diagnoser {
  #blocks: readonly Block[] = [];
  #diagnoses: readonly BlockDiagnosis[] = [];
  #knowledge: FileKnowledge | undefined;
  #key: string | undefined;

  readonly #isTyping: boolean;

  /** @param options `isTyping`: of a request that is too long to be looked into with each edit nothing else is said. Default: false. */
  constructor({ isTyping = false }: { readonly isTyping?: boolean } = {}) {
    this.#isTyping = isTyping;
  }

  /**
   * The findings of `file`, in order of place. Stored secrets are not read, and what depends on one
   * is not judged. What planning would refuse is among it.
   *
   * @param key What `variables` and `foreseeing` are made of, as text: with another one nothing that is known holds.
   * @param foreseeing Says what would be answered. Default: nothing is foreseen.
   */
  diagnose(file: RequestFile, variables: VariableContext, key: string, foreseeing?: Foreseeing): readonly Finding[] {
    return atOnce(this.#steps(file, variables, key, foreseeing));
  }

  /**
   * The same, with a turn for others after each {@link slice} blocks that are looked at: a long file that is
   * opened must not hold up everything else. Others may diagnose meanwhile.
   */
  diagnoseInTurns(nextTurn: NextTurn, ...what: Parameters<Diagnoser['diagnose']>): Promise<readonly Finding[]> {
    return inTurns(this.#steps(...what), nextTurn);
  }

  /** Remembers nothing before the end, and then all at once. */
  *#steps(file: RequestFile, variables: VariableContext, key: string, foreseeing: Foreseeing | undefined): Steps<readonly Finding[]> {
    const isSame = key === this.#key;
    const [blocks, before] = isSame ? [this.#blocks, this.#diagnoses] : [[], []];
    const knowledge = new FileKnowledge(file);
    const change = isSame && this.#knowledge ? knowledge.since(this.#knowledge) : undefined;
    const isTouched = change && touchedBy(change);
    const trace = new Trace();
    const scope = new VariableScope(file, { ...checkContext(variables), trace });
    const { start, end } = sameAround(blocks, file.blocks);
    const count = file.blocks.length;
    const diagnoses: BlockDiagnosis[] = [];
    /** Whether findings may stand out of order: some speak of other blocks. */
    let isMixed = false;
    let looked = 0;
    for (let index = 0; index < count; index++) {
      const block = file.blocks[index];
      if (!block) continue;
      const known = index < start ? before[index] : index < count - end ? undefined : before[index - count + blocks.length];
      let diagnosis = known;
      if (!known || known.reachesOut || isTouched?.(known)) {
        if (looked > 0 && looked % slice === 0) yield;
        looked++;
        const excess = this.#isTyping ? excessOf(file, block) : undefined;
        diagnosis = excess ? notLookedInto(file, block, excess) : diagnoseBlock(scope, block, trace, foreseeing);
      }
      if (!diagnosis) continue;
      isMixed ||= diagnosis.reachesOut;
      diagnoses.push(diagnosis);
    }
    this.#key = key;
    this.#knowledge = knowledge;
    this.#blocks = file.blocks;
    this.#diagnoses = diagnoses;
    const found = withoutEchoes(placed(file, diagnoses));
    const circular = circularReferences(file, diagnoses, knowledge);
    const ofUse = checkVariableUse(scope, this.#isTyping);
    return circular.length > 0 || isMixed ? tidy([...found, ...ofUse, ...circular]) : merged(found, ofUse);
  }
}

/** Tells whether what is known about a block may be wrong after a change of names. */
function touchedBy({ variables, requests }: NameChange): (known: BlockDiagnosis) => boolean {
  if (variables.has(anyImport)) return () => true;
  const changed = [...new Set([...variables, ...requests])];
  const isNear = new Map<string, boolean>();
  const mayMean = (name: string): boolean => {
    const before = isNear.get(name);
    if (before !== undefined) return before;
    const now = nearest(name, changed) !== undefined;
    isNear.set(name, now);
    return now;
  };
  const marks = marksOf(changed);
  return (known) => ((known.marks & marks) !== 0 || known.unknown.size > 0) && (some(variables, (name) => known.variables.has(name)) || some(requests, (name) => known.requests.has(name)) || some(known.unknown, mayMean));
}

/** One bit, which is the same for the same name. */
function markOf(name: string): number {
  return 1 << ((name.length * 7 + name.charCodeAt(0) + name.charCodeAt(name.length - 1) * 3 + name.charCodeAt(name.length >> 1) * 5) & 31);
}

function marksOf(names: Iterable<string>): number {
  let marks = 0;
  for (const name of names) marks |= markOf(name);
  return marks;
}

function some(names: ReadonlySet<string>, test: (name: string) => boolean): boolean {
  for (const name of names) if (test(name)) return true;
  return false;
}

/** Collects what a block asks for. */
class Trace implements LookupTrace {
  variables = new Set<string>();
  requests = new Set<string>();
  unknownNames = new Set<string>();

  variable(name: string): void {
    this.variables.add(name);
  }

  request(name: string): void {
    this.requests.add(name);
  }

  unknown(name: string): void {
    this.unknownNames.add(name);
  }

  restart(): void {
    this.variables = new Set();
    this.requests = new Set();
    this.unknownNames = new Set();
  }
}

function diagnoseBlock(scope: VariableScope, block: Block, trace: Trace, foreseeing: Foreseeing | undefined): BlockDiagnosis {
  trace.restart();
  const analysis = analyze(scope, block);
  const foreseen = foreseeing ? foreseenIn(analysis, block, foreseeing) : [];
  const all = firstOfEach(tidy([...analysis.findings, ...checks.flatMap((check) => check(analysis, block)), ...foreseen]));
  const own = requestName(scope.file, block)?.name;
  if (own !== undefined) {
    trace.variable(own);
    trace.request(own);
  }
  return {
    findings: all.map((each) => shiftFinding(each, -block.start)),
    dependencies: dependenciesOf(analysis, block),
    variables: trace.variables,
    requests: trace.requests,
    unknown: trace.unknownNames,
    marks: marksOf(trace.variables) | marksOf(trace.requests),
    reachesOut: all.some((each) => !isInside(each, block)),
  };
}

/** Of it no more is said than why, whether it can be run at all, and what would mislead elsewhere: lines that define nothing. */
function notLookedInto(file: RequestFile, block: Block, { limit, unit }: Excess): BlockDiagnosis {
  const { start, request } = block;
  const disabled = request && directivesOf(file, block).find(({ name }) => name === 'disabled')?.line.name;
  const why = disabled ? finding('request.disabled', { start: disabled.start - 1, end: disabled.end }) : request && finding('request.long', request.line, { limit, unit });
  const findings = tidy([...firstOfEach(checkVariableLines(file, block)), ...(why ? [why] : [])]).map((each) => shiftFinding(each, -start));
  return { findings, dependencies: [], variables: new Set(), requests: new Set(), unknown: new Set(), marks: 0, reachesOut: false };
}

/** Whether moving the block moves all that the finding says about places. */
function isInside(each: Finding, block: Block): boolean {
  return offsetsOf(each).every((offset) => holds(block, offset));
}

/** What the block needs; what a variable of another block needs is marked on the request line. */
function dependenciesOf({ needs }: BlockAnalysis, { start, end, request }: Block): readonly Dependency[] {
  return needs.flatMap((need) => {
    if (need.kind !== 'answer') return [];
    const isHere = need.span.start >= start && need.span.end <= end;
    return [{ name: need.target.name, span: shiftSpan(isHere ? need.span : (request?.line.target ?? need.span), -start) }];
  });
}

function placed({ blocks }: RequestFile, diagnoses: readonly BlockDiagnosis[]): readonly Finding[] {
  const all: Finding[] = [];
  diagnoses.forEach(({ findings }, index) => {
    // Most have none, and reading each block of a long file takes its time.
    if (findings.length === 0) return;
    const start = blocks[index]?.start ?? 0;
    for (const each of findings) all.push(shiftFinding(each, start));
  });
  return all;
}

/** A variable that was to be defined by `:=` has that error: what uses it has no other. */
function withoutEchoes(all: readonly Finding[]): readonly Finding[] {
  const assigned = new Set<unknown>();
  for (const { code, data } of all) if (code === 'variable.assignment') assigned.add(data['name']);
  return assigned.size === 0 ? all : all.filter(({ code, data }) => code !== 'variable.undefined' || !assigned.has(data['name']));
}

/** Both in order of place, of equal places the `first`. */
function merged(first: readonly Finding[], second: readonly Finding[]): readonly Finding[] {
  if (second.length === 0) return first;
  const all: Finding[] = [];
  let next = 0;
  for (const each of second) {
    for (let one = first[next]; one && one.span.start <= each.span.start; one = first[++next]) all.push(one);
    all.push(each);
  }
  for (const one of first.slice(next)) all.push(one);
  return all;
}

function circularReferences(file: RequestFile, diagnoses: readonly BlockDiagnosis[], knowledge: FileKnowledge): readonly Finding[] {
  const needed = new Map<string, readonly Dependency[]>();
  diagnoses.forEach(({ dependencies }, index) => {
    const name = dependencies.length > 0 ? knowledge.nameAt(index) : undefined;
    if (name !== undefined && !needed.has(name)) needed.set(name, dependencies);
  });
  // Who is in a circle needs somebody who needs somebody in turn.
  if (![...needed.values()].some((dependencies) => dependencies.some(({ name }) => needed.has(name)))) return [];
  const circle = circles(needed);
  return diagnoses.flatMap(({ dependencies }, index) => {
    const name = dependencies.length > 0 ? knowledge.nameAt(index) : undefined;
    if (name === undefined) return [];
    return dependencies.flatMap((dependency) => {
      const names = circle(name, dependency.name);
      return names ? [finding('reference.cycle', shiftSpan(dependency.span, file.blocks[index]?.start ?? 0), { names })] : [];
    });
  });
}
