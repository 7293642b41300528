import type { Lead, Route } from '../api/documents.ts';

/** One curve of the map: what the ways drawn carry from one place to the next. */
export interface DrawnLeg {
  from: string;
  to: string;
  value_usd: number;
  /** How many of the ways that are drawn use it. */
  ways: number;
}

/** Returns the legs of the ways that are drawn, by value; a leg that several ways use is drawn once. */
export function legsOf(routes: Route[]): DrawnLeg[] {
  const legs = new Map<string, DrawnLeg>();
  for (const { places, value_usd } of routes) {
    for (let i = 0; i + 1 < places.length; i += 1) {
      const [from = '', to = ''] = [places[i], places[i + 1]];
      const leg = legs.get(`${from}>${to}`) ?? { from, to, value_usd: 0, ways: 0 };
      leg.value_usd += value_usd;
      leg.ways += 1;
      legs.set(`${from}>${to}`, leg);
    }
  }
  return [...legs.values()].sort((a, b) => b.value_usd - a.value_usd);
}

/** A curve of a lead: coming into the hub, or going on from it. */
export interface LeadLeg {
  lead: Lead;
  from: string;
  to: string;
  isOnward: boolean;
}

/** Returns the curves of leads: from each origin to the hub, and on to the destination if that was seen. */
export function leadLegsOf(leads: Lead[]): LeadLeg[] {
  return leads.flatMap((lead) => {
    const into = lead.origins.map(({ iso3 }) => ({
      lead,
      from: iso3,
      to: lead.hub,
      isOnward: false,
    }));
    const onward = { lead, from: lead.hub, to: lead.destination, isOnward: true };
    return lead.kind === 'lead' ? [...into, onward] : into;
  });
}

/** A hub of the map with the leads that name it, numbered as in the list. */
export interface MapHub {
  iso3: string;
  numbers: number[];
  leads: Lead[];
}

export function hubsOf(leads: Lead[]): MapHub[] {
  const hubs = new Map<string, MapHub>();
  leads.forEach((lead, index) => {
    const hub = hubs.get(lead.hub) ?? { iso3: lead.hub, numbers: [], leads: [] };
    hub.numbers.push(index + 1);
    hub.leads.push(lead);
    hubs.set(lead.hub, hub);
  });
  return [...hubs.values()];
}
