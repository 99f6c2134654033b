import { vendorHostKind } from '../api/hosts';
import type { Pace } from '../quota/pace';
import { documentedQuota, type QuotaRule } from '../quota/permits';
import { formatQuotaRule, isLower, parseAccountQuota, parseQuotaRule, tooMuch } from '../quota/rule';
import { quotaOrigin, type QuotaRules } from '../quota/scope';

/** Reads settings by their whole name. */
export interface QuotaSettingReader {
  /** As the user has it, whatever a workspace says. */
  user(name: string): unknown;
  /** As it holds for the window. */
  window(name: string): unknown;
}

/**
 * The settings about the quota, read anew each time. What is no quota is left out, and `warn` hears of
 * it once, in a sentence that says what to write; the documented quota holds then, never none at all.
 */
export class QuotaSettings implements QuotaRules {
  readonly #told = new Set<string>();

  constructor(
    private readonly settings: QuotaSettingReader,
    private readonly warn: (sentence: string) => void,
  ) {}

  /** `dtHttp.quota` of the user, or `dtHttp.workspaceQuota` where that is provably lower. */
  get rule(): QuotaRule {
    return this.#decide().rule;
  }

  /** Whether {@link rule} is the one of `dtHttp.workspaceQuota`. */
  get isOfWorkspace(): boolean {
    return this.#decide().isOfWorkspace;
  }

  #decide(): { readonly rule: QuotaRule; readonly isOfWorkspace: boolean } {
    const own = this.#own();
    const value = this.settings.window('dtHttp.workspaceQuota');
    const lowered = value === '' ? undefined : this.#read('dtHttp.workspaceQuota', value, `${formatQuotaRule(own)} holds`);
    if (lowered === undefined) return { rule: own, isOfWorkspace: false };
    if (isLower(lowered, own)) return { rule: lowered, isOfWorkspace: true };
    this.#tell(`dtHttp.workspaceQuota: ${formatQuotaRule(lowered)} is not used, for it is not lower than ${formatQuotaRule(own)} in every window, and a workspace may only lower the quota. To raise it, set dtHttp.quota in your user settings.`);
    return { rule: own, isOfWorkspace: false };
  }

  /** `dtHttp.quota` of the user, or the documented one. */
  #own(): QuotaRule {
    const own = this.#read('dtHttp.quota', this.settings.user('dtHttp.quota'), `DT's documented quota, ${formatQuotaRule(documentedQuota)}, holds`, parseAccountQuota) ?? documentedQuota;
    const warning = tooMuch(own);
    if (warning !== undefined) this.#tell(`dtHttp.quota: ${warning}`);
    return own;
  }

  /** `dtHttp.hostQuotas` of the user: other hosts than DT's, by origin. */
  get hostRules(): ReadonlyMap<string, QuotaRule> {
    const value = this.settings.user('dtHttp.hostQuotas') ?? {};
    if (typeof value !== 'object' || Array.isArray(value)) {
      this.#tell('dtHttp.hostQuotas is left out. Write origins with their quotas, as in { "https://gateway.example:8443": "10/1s" }.');
      return new Map();
    }
    const rules = new Map<string, QuotaRule>();
    for (const [origin, rule] of Object.entries(value).flatMap(([key, quota], index) => this.#hostRule(key, quota, index + 1))) {
      // Of two spellings of one origin the lower holds.
      const known = rules.get(origin);
      if (!known || isLower(rule, known)) rules.set(origin, rule);
    }
    return rules;
  }

  #hostRule(key: string, quota: unknown, place: number): readonly (readonly [string, QuotaRule])[] {
    const origin = quotaOrigin(key);
    if (origin === undefined) {
      // What is wrong with it may be a password in it: it is counted, not quoted.
      this.#tell(`dtHttp.hostQuotas: entry ${place} is left out. Write an origin such as https://gateway.example:8443: scheme, host and port, no path, no user name, no wildcards.`);
      return [];
    }
    if (vendorHostKind(origin) !== 'other') {
      this.#tell(`dtHttp.hostQuotas: ${origin} is left out, for it is one of DT's hosts: the quota of your accounts is dtHttp.quota.`);
      return [];
    }
    const rule = this.#read(`dtHttp.hostQuotas, ${origin}`, quota, `DT's documented quota, ${formatQuotaRule(documentedQuota)}, holds there`) ?? documentedQuota;
    return [[origin, rule]];
  }

  /** `dtHttp.pace` of the window. */
  get pace(): Pace {
    const value = this.settings.window('dtHttp.pace');
    if (value !== undefined && value !== 'spread' && value !== 'burst') this.#tell('dtHttp.pace is left out. Choose "spread" or "burst"; "spread" holds.');
    return value === 'burst' ? 'burst' : 'spread';
  }

  #read(name: string, value: unknown, otherwise: string, parse = parseQuotaRule): QuotaRule | undefined {
    if (value === undefined) return undefined;
    const parsed = parse(typeof value === 'string' ? value : '');
    if (parsed.kind === 'rule') return parsed.rule;
    const why = typeof value === 'string' ? parsed.message : `${shown(value)} is not a quota: it is not a text. Write one such as "75/10s".`;
    this.#tell(`${name}: ${why} Until then ${otherwise}.`);
    return undefined;
  }

  #tell(sentence: string): void {
    if (this.#told.has(sentence)) return;
    this.#told.add(sentence);
    this.warn(sentence);
  }
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
