export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/**
 * Where the product says what it does. The host supplies it and passes every message through the
 * redactor before it is written.
 *
 * @param data Plain values that are written after the message as JSON.
 */
export type Logger = (level: LogLevel, message: string, data?: Readonly<Record<string, unknown>>) => void;

/** A logger that writes nothing. */
export const silentLogger: Logger = () => undefined;
