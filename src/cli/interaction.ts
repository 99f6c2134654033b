import type { Interaction, Question } from '../app/interaction';
import { plainLine } from './format/plain';
import type { Io } from './io';

/** What to do where nobody can be asked, or must not be. */
const instead: Readonly<Record<Question['kind'], string>> = {
  confirm: 'add --yes',
  'run-first': 'add --yes',
  'read-outside': 'add --yes',
  'send-variable': 'allow an https host with --allow-host',
};

/**
 * Talks to whoever sits at the terminal.
 *
 * @param yes Answers questions with yes. Not that for a value of this machine on its way to another
 * host: a file brought from elsewhere could ask it of everyone, so only `--allow-host` answers it.
 */
export function terminalInteraction(io: Pick<Io, 'ask' | 'err'>, yes: boolean): Interaction {
  const { ask } = io;
  return {
    prompt: async ({ name, text, secret }, signal) => {
      if (!ask) return { kind: 'unavailable', instead: `give it with --var ${plainLine(name)}=VALUE` };
      const line = await ask(`${plainLine(text)}${/[?:]\s*$/.test(text) ? '' : ':'} `, { secret }, signal);
      return line === undefined ? { kind: 'dismissed' } : { kind: 'answered', value: line };
    },
    confirm: async ({ kind, text, detail }, signal) => {
      if (kind === 'send-variable') return { kind: 'unavailable', instead: instead[kind] };
      if (yes) return { kind: 'answered', value: true };
      if (!ask) return { kind: 'unavailable', instead: instead[kind] };
      if (detail !== '') io.err(`${plainLine(detail)}\n`);
      const line = await ask(`${plainLine(text)} [y/N] `, { secret: false }, signal);
      return /^\s*y(?:es)?\s*$/i.test(line ?? '') ? { kind: 'answered', value: true } : { kind: 'dismissed' };
    },
  };
}
