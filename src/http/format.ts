const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** A size in decimal units: `512 B`, `2.1 kB`, `50 MB`. One decimal below ten. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  // 999.5 of a unit would be rounded to 1000 of it.
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  const decimals = unit > 0 && value < 9.95 ? 1 : 0;
  return `${value.toFixed(decimals)} ${units[unit] ?? 'B'}`;
}

/** A duration from milliseconds: `<1 ms`, `143 ms`, `2.4 s`, `12 s`, `2 min 5 s`, `1 h 3 min`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1) return '<1 ms';
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return pair(Math.floor(whole / 60), 'min', whole % 60, 's');
  const minutes = Math.round(whole / 60);
  return pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
}

/**
 * The seconds until something, rounded: `8 s`, `2 min 5 s`; at least one, for it is not over. Not
 * rounded up: that made `11 s` of the 10 s and the few milliseconds that are left of a whole window.
 */
export function secondsLeft(milliseconds: number): string {
  return formatSeconds(Math.max(1, Math.round(milliseconds / 1000)));
}

/** Whole seconds: `0 s`, `8 s`, `2 min 5 s`. */
export function formatSeconds(seconds: number): string {
  return seconds < 60 ? `${seconds} s` : formatDuration(seconds * 1000);
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}
