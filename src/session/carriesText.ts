/** Whether a fragment has text in it, for which what reads text is needed. */
export function carriesText(fragment: string): boolean {
  return /(?:^#?|&)(?:script=|z=|fork=|compare=[^&]*(?:@|%40))/i.test(fragment);
}
