/** Returns what is asked for in words: "chpl, tier 1", "chpl, drones and vehicles", "all goods". */
export function goodsName(goods: string | undefined): string {
  if (goods === undefined || goods === '') return 'no goods yet';
  if (goods === 'TOTAL') return 'all goods';
  const parts = goods.split(',').map((part) => part.trim().replace(':', ' tier '));
  return parts.length <= 4 ? parts.join(', ') : `${parts.slice(0, 3).join(', ')}, …`;
}
