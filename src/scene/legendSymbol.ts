/** The small pictures of the legend; their drawings are `view/room/drawLegend.ts`. */
export type LegendSymbol =
  | 'copy'
  | 'stale'
  | 'dirty'
  | 'absent'
  | 'apart'
  | 'owner'
  | 'handing-over'
  | 'leaving'
  | 'stale-mark'
  | 'fold'
  | 'way'
  | 'victim'
  | 'fence'
  | 'move'
  | 'violation'
  | 'differs'
  | 'selected';
