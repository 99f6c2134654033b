import assert from 'node:assert/strict';
import { followUp } from '../../src/app/followUp';
import type { Ran, RunReport } from '../../src/app/report';
import type { QuotaHost } from '../../src/app/host';
import type { Clock } from '../../src/base/clock';
import { systemClock } from '../../src/base/clock';
import { applyEdits } from '../../src/base/text';
import type { Fix } from '../../src/insight/entry';
import { toTextEdits } from '../../src/language/locate';
import { parse } from '../../src/language/syntax/parser';
import { MemoryPermitStore } from '../../src/quota/store';
import type { Circumstance } from '../fixtures/failures/circumstances';
import { variablesOf } from '../fixtures/failures/variables';
import { Engine, requestUri } from './engine';
import { type FailureServers, exampleAccounts } from './failureServers';
import { marked } from './marked';

/** A failing request that was run, and the text of it without marks. */
export interface Failed {
  readonly text: string;
  /** What was marked as the word to blame. */
  readonly blamed: { readonly start: number; readonly end: number };
  readonly report: Ran;
}

/** Longest wait, in milliseconds, that is sat through before a request is run again; a longer one is cut short. */
const patienceMs = 1100;

/** Runs examples of failures through the whole product, in the circumstances that they need. */
export class FailureRig {
  private constructor(
    readonly engine: Engine,
    private readonly servers: FailureServers,
    private readonly circumstance: Circumstance,
  ) {}

  static async start(servers: FailureServers, circumstance: Circumstance = {}): Promise<FailureRig> {
    const { serverClockAheadMs = 0 } = circumstance;
    // As many as a sweep sends, and never a wait for the window.
    const quota = { limit: 1000, windowMs: 10_000 };
    const clock: Clock = { ...boundClock(), now: () => systemClock.now() + serverClockAheadMs };
    const engine = await Engine.start({}, { quota, ...(serverClockAheadMs !== 0 && { clock }) }, {}, { connections: servers.connections, host: { quota: quotaHost(quota) } });
    const { services } = engine;
    if (circumstance.noAccount !== true) await addAccounts(engine);
    if (circumstance.noAccount === true || circumstance.signedOut === true) services.leaveSandbox();
    else await services.accounts.activate('sandbox-project.admin');
    if (circumstance.signedOut === true) await services.accounts.signOut('lab');
    return new FailureRig(engine, servers, circumstance);
  }

  stop(): Promise<void> {
    return this.engine.stop();
  }

  /** Runs what is marked in an example, and what was to be done before. Asserts that it reached the wire. */
  async run(example: string): Promise<Failed> {
    const variables = { ...this.servers.variables, ...variablesOf(this.engine.sandbox) };
    const { text, spans } = marked(`${Object.entries(variables).map(([name, value]) => `@${name} = ${value}`).join('\n')}\n\n${example}\n`);
    const [blamed] = spans;
    assert.ok(blamed && spans.length === 1, `exactly one ⟦…⟧ is wanted in:\n${example}`);
    const first = await this.#send(text, blamed.start);
    const report = this.circumstance.run === 'twice' ? await this.#send(text, blamed.start) : first;
    const { then } = this.circumstance;
    return { text, blamed, report: then ? await this.#after(report, then) : report };
  }

  /** The text after an edit; undefined for another fix. Asserts that the edit can be carried out. */
  edited({ text, report }: Failed, fix: Fix): string | undefined {
    if (fix.kind !== 'edit') return undefined;
    const edits = toTextEdits(report.plan, parse(text), fix.edits);
    assert.ok(edits, `"${fix.title}" cannot be carried out`);
    return applyEdits(text, edits);
  }

  /** Runs the request at the same place of another text. */
  async again(text: string, near: number): Promise<Ran> {
    return this.#send(text, near);
  }

  /** Whether the fix that is offered first, carried out, makes the next send succeed; what only a person can do does not count as done. */
  async firstFixWorks(failed: Failed): Promise<boolean> {
    const [fix] = failed.report.failure?.explanation.fixes ?? [];
    if (!fix) return false;
    const text = fix.kind === 'edit' ? this.edited(failed, fix) : (await this.#done(failed, fix)) ? failed.text : undefined;
    if (text === undefined) return false;
    const again = await this.#try(text, failed.blamed.start);
    return again.kind === 'ran' && again.verdict === 'passed';
  }

  /** Does all of an action but running the request again; false for one that leaves it to a person. */
  async #done({ report }: Failed, fix: Extract<Fix, { kind: 'action' }>): Promise<boolean> {
    switch (fix.action) {
      case 'retry':
        return true;
      case 'wait-and-retry':
        // Nothing else passes with time alone: other faults are over with the request they were ordered for.
        if (fix.backOff === true) await new Promise((resolve) => setTimeout(resolve, Math.min(fix.afterMs ?? 0, patienceMs)));
        return true;
      case 'renew-token-and-retry': {
        const account = await this.engine.services.accountCalled(report.plan.options.account);
        if (account) await this.engine.services.renewToken(account, new AbortController().signal);
        return account !== undefined;
      }
      case 'reread': {
        const read = await followUp(this.engine.services, report, { name: 'reread' }, { source: 'a.dt.http' }, new AbortController().signal);
        return read?.kind === 'read';
      }
      default:
        return false;
    }
  }

  async #after(report: Ran, name: NonNullable<Circumstance['then']>): Promise<Ran> {
    const fix = report.failure?.explanation.fixes.find((each) => each.kind === 'action' && each.action === name);
    assert.ok(fix?.kind === 'action', `${name} is not offered: ${JSON.stringify(report.failure?.explanation)}`);
    const learned = await followUp(this.engine.services, report, { name, ...(fix.subject !== undefined && { subject: fix.subject }) }, { source: 'a.dt.http' }, new AbortController().signal);
    assert.equal(learned?.kind, 'learned', JSON.stringify(learned));
    return learned.report;
  }

  async #send(text: string, near: number): Promise<Ran> {
    const report = await this.#try(text, near);
    assert.ok(report.kind === 'ran', `not sent: ${JSON.stringify(report)}\n${text}`);
    return report;
  }

  /** Runs the request at `near`, or the last one before. */
  #try(text: string, near: number): Promise<RunReport> {
    const file = parse(text);
    const block = file.blocks.find((each) => each.request !== undefined && each.end >= near) ?? file.blocks.findLast((each) => each.request !== undefined);
    assert.ok(block, text);
    const session = this.engine.services.session({ file, uri: requestUri, root: 'file:///workspace', source: 'a.dt.http' });
    return session.run(block, new AbortController().signal);
  }
}

function boundClock(): Clock {
  return { now: () => systemClock.now(), monotonic: () => systemClock.monotonic(), after: (ms, act) => systemClock.after(ms, act) };
}

function quotaHost(rule: QuotaHost['rule']): QuotaHost {
  return { rule, hostRules: new Map(), pace: 'burst', self: { id: 'rig', name: 'tests' }, store: new MemoryPermitStore() };
}

/** The one called `lab`, of which nothing is wrong, is the active one then. */
async function addAccounts({ services }: Engine): Promise<void> {
  for (const [name, account] of Object.entries(exampleAccounts()).reverse()) await services.accounts.add({ name, account });
}
