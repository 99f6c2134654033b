import type { Attempt, Exchange, FailureCode, ProxyProblem, TransportFailure, WireResponse, UnsignedReason } from '../http/exchange';
import type { Certainty, RequestEdit, RequestPart } from '../http/requestPart';
import type { EndpointMatch } from '../api/description';
import type { HostKind } from '../api/hosts';

/** What the product knows beside the exchange. All of it is optional knowledge but the clock. */
export interface Facts {
  /** Wall clock when the exchange ended, milliseconds since 1970 UTC. */
  readonly now: number;
  /** What the host of the request as written is. (An answer from elsewhere, after a redirect, is told apart by `explain`.) */
  readonly hostKind: HostKind;
  /** The endpoint that method and path name; undefined when the API description has none. */
  readonly endpoint?: EndpointMatch;
  /** The account that signed, its email already shortened for show. */
  readonly account?: { readonly name: string; readonly maskedEmail: string };
  /** Why the request went out without the account's signature. */
  readonly unsignedBecause?: UnsignedReason;
  /** Whether an account is there that could sign; undefined when that is not known. */
  readonly canSign?: boolean;
  /** Where the product runs: what a person can do differs. Default: `editor`. */
  readonly place?: Place;
  /** Set when nothing can sign although there are accounts: none is chosen, or it is signed out. */
  readonly signedOut?: boolean;
  /** Hides known secrets in a text. Names are shortened for headlines, and half a secret can no longer be found afterwards. */
  readonly hide?: (text: string) => string;
  readonly quota?: {
    readonly used: number;
    readonly limit: number;
    readonly windowMs: number;
    /** How long a 429 still holds back every request, milliseconds from {@link now}; absent or 0 when none does. */
    readonly closedForMs?: number;
    /** Whether other windows and terminals of this machine are not in the count, since it cannot be shared with them. Default: false. */
    readonly isAlone?: boolean;
  };
  /** Server clock minus local clock in milliseconds, where it could be measured from `Date`. */
  readonly clockSkewMs?: number;
  /** Why no token could be had, where that is known: for the failure `sign-in`. */
  readonly signIn?: SignInProblem;
  /** How many attempts the run was allowed, the first included: 1 where such a failure is never repeated. */
  readonly attemptsAllowed?: number;
  /** Resources that this account created lately: `name` as in the API, and when (wall clock). */
  readonly recentCreates: readonly { readonly name: string; readonly at: number }[];
  /** What the account may do in a project or organization, as the API itself told when it was asked. */
  readonly permissions?: { /** `projects/abc` or `organizations/abc`. */ readonly scope: string; readonly permissions: readonly string[]; /** Told before the failure: it cannot say that the account may do it by now. */ readonly isEarlier?: true };
  /** Where an id was found when all projects of the account were looked through; without `name` it was in none. */
  readonly whereabouts?: { readonly id: string; /** e.g. `projects/abc/devices/def`. */ readonly name?: string };
}

/** The kind of program that the product runs in. */
export type Place = 'editor' | 'terminal';

/** What came of asking for a token, where it was not one. */
export type SignInProblem =
  /**
   * The token endpoint did not take the account. `cause` is a guess at what is wrong with it; `error`
   * and `description` are what the endpoint said, word for word. `proxy`: the answer is not of the
   * form of a token endpoint's. Without a status nothing was sent: the token URL is not one that may
   * have credentials.
   */
  | {
      readonly cause: 'key' | 'signature' | 'email' | 'clock' | 'url' | 'proxy' | 'unknown';
      readonly status?: number;
      readonly error?: string;
      readonly description?: string;
      /** Where the assertion was, or would have been, sent. */
      readonly tokenUrl?: string;
    }
  /** The request names an account that is not kept here. */
  | { readonly cause: 'no-such-account'; readonly name: string }
  /** The request names an account that is signed out. */
  | { readonly cause: 'signed-out'; readonly name: string }
  /** The token endpoint was not reached, or what came back was no answer. */
  | {
      readonly cause: 'no-answer';
      readonly failure: FailureCode;
      readonly detail?: string;
      readonly proxy?: ProxyProblem;
      /** As in `TransportFailure`. */
      readonly notYetValid?: true;
      /** Where the assertion was, or would have been, sent. */
      readonly tokenUrl: string;
    };

/** An exchange that ended badly, taken apart once for all entries. */
export interface Failure {
  readonly exchange: Exchange;
  /** Missing when nothing was sent. */
  readonly attempt?: Attempt;
  readonly response?: WireResponse;
  /** Missing when an answer arrived. */
  readonly failure?: TransportFailure;
  /** The vendor's error body; undefined when the answer is not one. */
  readonly body?: VendorError;
}

/** The documented error body; any field may be missing. `code` may be a number or a text. */
export interface VendorError {
  readonly error?: string;
  readonly code?: string;
  readonly help?: string;
}

export interface Statement {
  readonly text: string;
  readonly certainty: Certainty;
}

/** An action the product can do, apart from editing the request. */
export type ActionName =
  | 'retry'
  | 'renew-token-and-retry'
  | 'wait-and-retry'
  | 'switch-account'
  | 'add-account'
  | 'open-status-page'
  | 'open-support'
  /** Puts a redacted account of the failure on the clipboard. */
  | 'copy-report'
  /** Asks the API, through `projects/-`, in which project of the account the id `subject` is. */
  | 'find-id'
  /** Asks the API what the account may do in `subject`, `projects/abc` or `organizations/abc`. */
  | 'show-permissions'
  /** Reads the resource as it is now, shows it, and offers to send the change once more. */
  | 'reread';

export type Fix =
  | {
      readonly kind: 'edit';
      /** `certain` edits are preferred and may be applied without a question. */
      readonly grade: 'certain' | 'likely' | 'template';
      readonly title: string;
      readonly edits: readonly RequestEdit[];
    }
  | {
      readonly kind: 'action';
      readonly action: ActionName;
      readonly title: string;
      /** `wait-and-retry`: not before this many milliseconds after `Facts.now`. */
      readonly afterMs?: number;
      /** `wait-and-retry`: repeats with growing waits while the answer stays the same (propagation of a new resource). */
      readonly backOff?: true;
      /** What `find-id` and `show-permissions` ask about. */
      readonly subject?: string;
    };

/** One more word to blame, beside {@link Explanation.part}: a device of a batch that failed by itself. */
export interface Mark {
  readonly part: RequestPart;
  /** As in {@link Explanation}. */
  readonly headline: string;
  readonly fixes: readonly Fix[];
}

/** Why a request failed and what to do, on which part of it. */
export interface Explanation {
  /** Code of the catalogue entry, e.g. `dt.403`. */
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'information';
  /** Status, plain cause, the name; at most 80 characters and complete by itself. */
  readonly headline: string;
  /** The guilty part; `request-line` when it cannot be known. */
  readonly part: RequestPart;
  /** Most useful first. Never empty. */
  readonly doThis: readonly Statement[];
  readonly why: readonly Statement[];
  /** `label: value` facts of this very exchange. Text from the network is in here and nowhere else. */
  readonly evidence: readonly { readonly label: string; readonly value: string }[];
  /** Documentation of the vendor, from an allow-list of hosts. */
  readonly links: readonly { readonly title: string; readonly url: string }[];
  readonly fixes: readonly Fix[];
  /** Further words to blame, in the order of the answer; at most 100, the evidence says when there are more. */
  readonly marks?: readonly Mark[];
}

/** One entry of a catalogue: a failure that is documented or can be observed. */
export interface CatalogueEntry {
  /** Dotted and stable; also the file's name. */
  readonly code: string;
  /** e.g. `403 Forbidden`. */
  readonly title: string;
  /** The status it is about; missing for failures without an answer. */
  readonly status?: number;
  /** Code of the general entry of which this is a special case: its page lists this one, and a hover on the status shows that one. */
  readonly of?: string;
  /**
   * A request that fails this way, in the language of request files, the word to blame between `⟦` and
   * `⟧`. Variables such as `{{project}}` stand for what differs from place to place. `catalogue.test.ts`
   * sends it over a socket; the page of the entry shows it.
   */
  readonly example?: string;
  /** Whether the cause can be seen before the send: `foresee` finds it under the same code. */
  readonly isForeseen?: true;
  /** Cause and cure independent of any exchange: what the catalogue's page and the hover on a bare status code say. */
  readonly about: {
    readonly doThis: readonly Statement[];
    readonly why: readonly Statement[];
    readonly links: readonly { readonly title: string; readonly url: string }[];
    /** What earlier editions of the documentation say otherwise or more, newest first. Each names its edition. */
    readonly earlier?: readonly string[];
  };
  /** How well the entry fits: 0 not at all; the highest wins, ties go to the earlier in the list. */
  matches(failure: Failure, facts: Facts): number;
  /**
   * What is special about this failure. Left out: `severity` is `error`, `doThis`, `why` and `links`
   * are those of `about`, `evidence` is added to what all explanations have, `fixes` are none.
   */
  explain(failure: Failure, facts: Facts): EntryExplanation;
}

export type EntryExplanation = Pick<Explanation, 'headline' | 'part'> & Partial<Omit<Explanation, 'code'>>;
