import { formatAnswer } from '../http/answerText';
import type { Redactor } from '../http/redact';
import type { Explanation, Fix, Statement } from '../insight/entry';
import { explanationText } from '../insight/present';
import type { UnsignedReason } from '../http/exchange';
import { fileNameOf } from '../base/percent';
import type { RunResult } from '../run/runner';
import type { Saved } from './report';

/** An answer as text; both without secrets. */
export interface AnswerDocument {
  /** The status line and what happened, the explanation of a failure as comment lines, the headers, the body. */
  readonly document: string;
  /** The body alone; empty when there is none. */
  readonly body: string;
}

/** What a run came to, as a read-only document. */
export function answerDocument({ outcome, unsignedBecause }: RunResult, explanation: Explanation | undefined, saved: Saved | undefined, redactor: Redactor): AnswerDocument {
  const formatted = formatAnswer(outcome, redactor, { pretty: true });
  const { body } = formatted;
  const sent = outcome.kind !== 'failed' || outcome.failure.maybeSent;
  const unsigned = sent && unsignedBecause ? unsignedNotes[unsignedBecause] : undefined;
  const notes = [unsigned, saved && redactor.text(savedText(saved))].flatMap((note) => (note === undefined ? [] : [`${note}\n`])).join('');
  const text = formatted.text.replace(/\n/, () => `\n${notes}`);
  if (!explanation) return { document: text, body };
  // Not wrapped: the editor does that to the width it has.
  const comment = explanationText(explanation, { width: Infinity, marks: Infinity })
    .trimEnd()
    .split('\n')
    .map((line) => `# ${line}`.trimEnd())
    .join('\n');
  const end = text.indexOf('\n\n');
  const [happened, rest] = end < 0 ? [text.trimEnd(), '\n'] : [text.slice(0, end), text.slice(end)];
  return { document: `${happened}\n\n${comment}${rest}`, body };
}

/** What became of `>>`, in a sentence. */
export function savedText(saved: Saved): string {
  switch (saved.kind) {
    case 'saved':
      return `Saved as ${fileNameOf(saved.uri)}.`;
    case 'not-saved':
      return 'Not saved: the answer is an error.';
    case 'failed':
      return `The answer was not saved: ${saved.reason}.`;
  }
}

/** Said of every request that the account did not sign without the author having asked for that. */
const unsignedNotes: Readonly<Partial<Record<UnsignedReason, string>>> = {
  'origin-not-allowed': "Sent unsigned: accounts sign only requests to DT's hosts and those you allowed.",
  'no-account': 'Sent unsigned: there is no account to sign with.',
  'signed-out': 'Sent unsigned: the account is signed out. Choose one with "DT: Switch Account".',
  'none-chosen': 'Sent unsigned: no account is chosen. Choose one with "DT: Switch Account".',
};

/** The explanation without secrets; made once, so that every place that shows it is safe. */
export function redactExplanation(explanation: Explanation, redactor: Redactor): Explanation {
  const fixes = (list: readonly Fix[]) => list.map((fix) => ({ ...fix, title: redactor.text(fix.title) }));
  const statements = (list: readonly Statement[]) => list.map((statement) => ({ ...statement, text: redactor.text(statement.text) }));
  return {
    ...explanation,
    headline: redactor.text(explanation.headline),
    doThis: statements(explanation.doThis),
    why: statements(explanation.why),
    evidence: explanation.evidence.map(({ label, value }) => ({ label, value: redactor.text(value) })),
    fixes: fixes(explanation.fixes),
    ...(explanation.marks && { marks: explanation.marks.map((mark) => ({ ...mark, headline: redactor.text(mark.headline), fixes: fixes(mark.fixes) })) }),
  };
}
