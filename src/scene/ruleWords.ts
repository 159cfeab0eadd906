/** A rule in a few words, for pictures: its id, as one would write it. */

const initials = /\b(?:cpu|dma|iommu|tlb|wc)\b/gu;

/** `cpu-access-while-device-owns`: `CPU access while device owns`. */
export function ruleWords(rule: string): string {
  return rule.replaceAll('-', ' ').replaceAll(initials, (word) => word.toUpperCase());
}
