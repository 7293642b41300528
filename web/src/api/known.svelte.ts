import { Asked } from './asked.svelte.ts';
import { apiUrl } from './client.ts';
import type { GoodsList, Place, Run, Source } from './documents.ts';

/** What every page needs: asked once when the pages open, and again after something was changed. */
class Known {
  readonly places = new Asked<Place>('places');
  readonly lists = new Asked<GoodsList>('lists of goods');
  readonly runs = new Asked<Run>('runs');
  readonly sources = new Asked<Source>('sources');

  private readonly names: ReadonlyMap<string, string> = $derived(
    new Map(this.places.data.map((place) => [place.place, place.name])),
  );

  ask(again = false): void {
    this.places.ask(apiUrl('places'), again);
    this.lists.ask(apiUrl('goods'), again);
    this.runs.ask(apiUrl('runs'), again);
    this.sources.ask(apiUrl('sources'), again);
  }

  /** Returns the name of a place; its code where the server knows none. */
  nameOf(place: string): string {
    return this.names.get(place) ?? place;
  }

  get countries(): Place[] {
    return this.places.data.filter((place) => place.kind === 'country');
  }
}

export const known = new Known();
