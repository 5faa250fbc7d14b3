/** The countdown in seconds, negative once expired; NaN where there is no time. */
export function secondsOf(timer: string | null): number {
  const [, sign, hours = '0', minutes, seconds] = /^(−?)(?:(\d+):)?(\d+):(\d\d)$/.exec(timer ?? '') ?? [];
  const total = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return sign ? -total : total;
}
