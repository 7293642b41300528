import type { Source } from '../api/documents.ts';

export interface SourceGroup {
  source: string;
  files: number;
  from: string | null;
  until: string | null;
  vintages: string[];
}

function least(a: string | null, b: string | null): string | null {
  return a === null || (b !== null && b < a) ? b : a;
}

function most(a: string | null, b: string | null): string | null {
  return a === null || (b !== null && b > a) ? b : a;
}

/** Returns what is imported by source: how many files, their months, their vintages. */
export function bySource(sources: Source[]): SourceGroup[] {
  const groups = new Map<string, SourceGroup>();
  for (const { source, from, until, vintage } of sources) {
    const group = groups.get(source) ?? { source, files: 0, from: null, until: null, vintages: [] };
    group.files += 1;
    group.from = least(group.from, from);
    group.until = most(group.until, until);
    if (vintage !== null && !group.vintages.includes(vintage)) group.vintages.push(vintage);
    groups.set(source, group);
  }
  for (const group of groups.values()) group.vintages.sort();
  return [...groups.values()].sort((a, b) => (a.source < b.source ? -1 : 1));
}
