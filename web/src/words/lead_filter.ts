import type { Lead } from '../api/documents.ts';

/** Tells whether the goods asked for are others than the run's own. */
export function asksOtherGoods(goods: string | undefined, ofRun: string): boolean {
  return goods !== undefined && goods !== '' && goods !== ofRun;
}

/** Returns the leads over the hubs asked for (all, if none is named) and of the families asked for. */
export function filteredLeads(
  leads: Lead[],
  via: string[],
  families: string[] | undefined,
): Lead[] {
  return leads.filter((lead) => {
    const isVia = via.length === 0 || via.includes(lead.hub);
    // A lead of a heading holds every family that begins with it.
    const isOf = (family: string) => family.startsWith(lead.goods.family);
    return isVia && (families === undefined || families.some(isOf));
  });
}
