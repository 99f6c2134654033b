/**
 * The address of a piece of a request, independent of any text.
 *
 * Explanations speak of parts, documents of ranges; `language/locate` alone knows both.
 */
export type RequestPart =
  /** The whole request line: the mark of last resort. */
  | { readonly kind: 'request-line' }
  | { readonly kind: 'method' }
  | { readonly kind: 'target' }
  /** Scheme, host and port of an absolute target (or the base variable in front of the path). */
  | { readonly kind: 'authority' }
  | { readonly kind: 'path' }
  /** The `index`-th segment (zero-based) of the path as sent, after its first slash: `/v2/projects` has `v2` at 0. */
  | {
      readonly kind: 'path-segment';
      readonly index: number;
      /** `id`: without the custom method behind it, `5331850252` of `5331850252:getInviteUrl`. Default: all of it. */
      readonly what?: 'id';
    }
  /** The `occurrence`-th (zero-based) query parameter called `name`. */
  | { readonly kind: 'query'; readonly name: string; readonly occurrence: number; readonly what: 'name' | 'value' }
  | { readonly kind: 'header'; readonly name: string; readonly what: 'name' | 'value' }
  | { readonly kind: 'body' }
  /** Of the body as text, from `start` to before `end`, in UTF-16 units. */
  | { readonly kind: 'body-text'; readonly start: number; readonly end: number }
  /** A place in a JSON body by RFC 6901 pointer; `name` is the property's name, `value` what it holds. */
  | { readonly kind: 'json'; readonly pointer: string; readonly what: 'name' | 'value' }
  /** The first directive of the request called `name` (in lower case, without dashes), with its argument: `@auth none`. */
  | { readonly kind: 'directive'; readonly name: string };

/** A change of a request that would mend it, by part. `language/locate` turns it into text edits. */
export type RequestEdit =
  /** `hasReferences`: what stands between `{{` and `}}` in `text` is a reference of the language, and no text to encode. */
  | { readonly kind: 'replace'; readonly part: RequestPart; readonly text: string; readonly hasReferences?: true }
  /** Removes a header line, query parameter, path segment or JSON property with what separates it. */
  | { readonly kind: 'remove'; readonly part: RequestPart }
  | { readonly kind: 'add-query'; readonly name: string; readonly value: string }
  /** Adds a property at the end of the JSON object at `pointer` (RFC 6901); `value` is JSON. */
  | { readonly kind: 'add-json'; readonly pointer: string; readonly name: string; readonly value: string }
  /** Gives a request without a body one of JSON, with the header that says so unless a Content-Type is there. Lines of `text` end in LF. */
  | { readonly kind: 'add-body'; readonly text: string }
  /** Gives the request so much time, e.g. `60s`: `@timeout`. */
  | { readonly kind: 'timeout'; readonly value: string }
  /** Lets another account sign: `@account`. */
  | { readonly kind: 'account'; readonly name: string }
  /** Sends the request to the base of this part of the API, path and query as they are. */
  | { readonly kind: 'send-to'; readonly host: 'api' | 'emulator' }
  /** Lets the account sign in the usual way: `@auth` goes. */
  | { readonly kind: 'sign' };

/** How well a statement is founded. */
export type Certainty = 'documented' | 'observed' | 'inferred';
