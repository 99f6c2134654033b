import type { Interaction, Question } from '../app/session/interaction';
import { plainLine } from './format/plain';
import type { Io } from './io';

/** What to do where nobody can be asked, or must not be. */
const consents: Readonly<Record<Question['kind'], string>> = {
  confirm: 'add --yes',
  'run-first': 'add --yes',
  'read-outside': 'run dt-http in a folder that holds both',
  'send-variable': '{allow}, or give the value with --var',
};

/**
 * Talks to whoever sits at the terminal.
 *
 * @param yes Answers questions with yes. Not those that a file brought from elsewhere could ask of
 * everyone: for a file outside only a person decides, and for a value of this machine on its way to
 * another host only `--allow-host`.
 */
export function terminalInteraction(io: Pick<Io, 'ask' | 'err'>, yes: boolean): Interaction {
  const { ask } = io;
  const instead = (about: Question['kind'] | 'prompt', name = ''): string | undefined => {
    if (about === 'send-variable') return consents[about];
    if (ask) return undefined;
    if (about === 'prompt') return `give it with --var ${plainLine(name)}=VALUE`;
    return yes && about !== 'read-outside' ? undefined : consents[about];
  };
  return {
    instead,
    prompt: async ({ name, text, secret }, signal) => {
      if (!ask) return { kind: 'unavailable', instead: instead('prompt', name) ?? '' };
      const line = await ask(`${plainLine(text)}${/[?:]\s*$/.test(text) ? '' : ':'} `, { secret }, signal);
      return line === undefined ? { kind: 'dismissed' } : { kind: 'answered', value: line };
    },
    confirm: async ({ kind, text, detail }, signal) => {
      const otherwise = instead(kind);
      if (otherwise !== undefined) return { kind: 'unavailable', instead: otherwise };
      if (!ask || (yes && kind !== 'read-outside')) return { kind: 'answered', value: true };
      if (detail !== '') io.err(`${plainLine(detail)}\n`);
      const line = await ask(`${plainLine(text)} [y/N] `, { secret: false }, signal);
      return /^\s*y(?:es)?\s*$/i.test(line ?? '') ? { kind: 'answered', value: true } : { kind: 'dismissed' };
    },
  };
}
