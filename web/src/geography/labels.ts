export interface LabelWish {
  key: string;
  text: string;
  /** Of the place that it names, in pixels. */
  x: number;
  y: number;
  /** Pixels around the place that stay free. */
  radius: number;
}

export interface PlacedLabel extends LabelWish {
  /** The left end of the text's base line. */
  left: number;
  base: number;
}

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Height of a line, and a bound of the mean width of a letter, of the map's 12 pixel type. */
const LINE = 14;
const LETTER = 7;

/** Returns the pixels that a label takes at most. */
export function boxOf(label: PlacedLabel): Box {
  return {
    left: label.left,
    top: label.base - LINE + 3,
    right: label.left + label.text.length * LETTER,
    bottom: label.base + 3,
  };
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function positionsOf(wish: LabelWish): PlacedLabel[] {
  const { x, y, radius } = wish;
  const width = wish.text.length * LETTER;
  const gap = radius + 3;
  const at = (left: number, base: number): PlacedLabel => ({ ...wish, left, base });
  return [
    at(x + gap, y + 4),
    at(x - gap - width, y + 4),
    at(x - width / 2, y - gap - 2),
    at(x - width / 2, y + gap + LINE - 4),
    at(x + gap, y - gap + 2),
    at(x + gap, y + gap + 8),
    at(x - gap - width, y - gap + 2),
    at(x - gap - width, y + gap + 8),
  ];
}

/**
 * Returns where labels go so that none covers another, a place of `wishes`, or the edge. The first
 * wish is served first; a label without room is left out: its place is still in the table.
 */
export function placeLabels(wishes: LabelWish[], width: number, height: number): PlacedLabel[] {
  const taken: (Box & { key: string })[] = wishes.map(({ key, x, y, radius }) => ({
    key,
    left: x - radius,
    top: y - radius,
    right: x + radius,
    bottom: y + radius,
  }));
  const placed: PlacedLabel[] = [];
  for (const wish of wishes) {
    const free = positionsOf(wish).find((position) => {
      const box = boxOf(position);
      const isInside =
        box.left >= 2 && box.top >= 2 && box.right <= width - 2 && box.bottom <= height - 2;
      return isInside && !taken.some((other) => other.key !== wish.key && overlap(box, other));
    });
    if (free) {
      placed.push(free);
      taken.push({ ...boxOf(free), key: `label ${wish.key}` });
    }
  }
  return placed;
}
