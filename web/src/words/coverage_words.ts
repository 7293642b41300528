import type { FlowPoint, Report } from '../api/documents.ts';
import { counted } from './numbers.ts';

function sideWords({ num_reported, num_inferred_zero, num_unknown }: Report): string {
  return (
    `${counted(num_reported, 'value')} reported, ${num_inferred_zero} zero because the reporter names others, ` +
    `${num_unknown} unknown`
  );
}

/** Returns what both sides of a leg told over the whole window. */
export function coverageLine(total: FlowPoint | undefined): string {
  if (!total) return 'nobody reports it';
  return `senders: ${sideWords(total.export)}; receivers: ${sideWords(total.import)}`;
}
