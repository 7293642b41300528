/**
 * Where a country is anchored on the map: its capital or, where trade comes through another city, that city. A table of
 * its own, because the map of 1:110 million lacks small places that matter in trade (Hong Kong, Macao, Singapore,
 * Malta, Bahrain, Mauritius, …), and because the middle of a large country is not where its goods arrive: Russia's is
 * in Siberia, its anchor is Moscow. A line holds ISO3, the numeric code of ISO 3166 (by which the map names its
 * shapes), degrees east, degrees north.
 */
const TABLE = `
AFG 004 69.2 34.5;AGO 024 13.2 -8.8;ALB 008 19.8 41.3;AND 020 1.5 42.5;ARE 784 55.3 25.2;ARG 032 -58.4 -34.6
ARM 051 44.5 40.2;ATG 028 -61.8 17.1;AUS 036 151.2 -33.9;AUT 040 16.4 48.2;AZE 031 49.9 40.4;BDI 108 29.4 -3.4
BEL 056 4.4 50.8;BEN 204 2.4 6.4;BFA 854 -1.5 12.4;BGD 050 90.4 23.7;BGR 100 23.3 42.7;BHR 048 50.6 26.2
BHS 044 -77.3 25.1;BIH 070 18.4 43.9;BLR 112 27.6 53.9;BLZ 084 -88.8 17.3;BMU 060 -64.8 32.3;BOL 068 -68.1 -16.5
BRA 076 -46.6 -23.5;BRB 052 -59.6 13.1;BRN 096 114.9 4.9;BTN 064 89.6 27.5;BWA 072 25.9 -24.7;CAF 140 18.6 4.4
CAN 124 -75.7 45.4;CHE 756 8.5 47.4;CHL 152 -70.7 -33.4;CHN 156 116.4 39.9;CIV 384 -4.0 5.3;CMR 120 9.7 4.1
COD 180 15.3 -4.3;COG 178 15.3 -4.8;COL 170 -74.1 4.7;COM 174 43.3 -11.7;CPV 132 -23.5 14.9;CRI 188 -84.1 9.9
CUB 192 -82.4 23.1;CUW 531 -68.9 12.1;CYM 136 -81.4 19.3;CYP 196 33.0 34.7;CZE 203 14.4 50.1;DEU 276 13.4 52.5
DJI 262 43.1 11.6;DMA 212 -61.4 15.3;DNK 208 12.6 55.7;DOM 214 -69.9 18.5;DZA 012 3.1 36.8;ECU 218 -79.9 -2.2
EGY 818 31.2 30.0;ERI 232 38.9 15.3;ESP 724 -3.7 40.4;EST 233 24.8 59.4;ETH 231 38.7 9.0;FIN 246 24.9 60.2
FJI 242 178.4 -18.1;FRA 250 2.4 48.9;FSM 583 158.2 6.9;GAB 266 9.5 0.4;GBR 826 -0.1 51.5;GEO 268 44.8 41.7
GHA 288 -0.2 5.6;GIB 292 -5.4 36.1;GIN 324 -13.7 9.5;GMB 270 -16.6 13.5;GNB 624 -15.6 11.9;GNQ 226 9.8 1.9
GRC 300 23.7 38.0;GRD 308 -61.7 12.1;GRL 304 -51.7 64.2;GTM 320 -90.5 14.6;GUY 328 -58.2 6.8;HKG 344 114.2 22.3
HND 340 -87.2 14.1;HRV 191 16.0 45.8;HTI 332 -72.3 18.5;HUN 348 19.0 47.5;IDN 360 106.8 -6.2;IND 356 77.2 28.6
IRL 372 -6.3 53.3;IRN 364 51.4 35.7;IRQ 368 44.4 33.3;ISL 352 -21.9 64.1;ISR 376 34.8 32.1;ITA 380 12.5 41.9
JAM 388 -76.8 18.0;JOR 400 35.9 31.9;JPN 392 139.7 35.7;KAZ 398 76.9 43.2;KEN 404 36.8 -1.3;KGZ 417 74.6 42.9
KHM 116 104.9 11.6;KIR 296 173.0 1.4;KNA 659 -62.7 17.3;KOR 410 127.0 37.6;KWT 414 48.0 29.4;LAO 418 102.6 18.0
LBN 422 35.5 33.9;LBR 430 -10.8 6.3;LBY 434 13.2 32.9;LCA 662 -61.0 14.0;LIE 438 9.5 47.1;LKA 144 79.9 6.9
LSO 426 27.5 -29.3;LTU 440 25.3 54.7;LUX 442 6.1 49.6;LVA 428 24.1 56.9;MAC 446 113.5 22.2;MAR 504 -7.6 33.6
MCO 492 7.4 43.7;MDA 498 28.8 47.0;MDG 450 47.5 -18.9;MDV 462 73.5 4.2;MEX 484 -99.1 19.4;MHL 584 171.2 7.1
MKD 807 21.4 42.0;MLI 466 -8.0 12.6;MLT 470 14.5 35.9;MMR 104 96.2 16.8;MNE 499 19.3 42.4;MNG 496 106.9 47.9
MOZ 508 32.6 -25.9;MRT 478 -16.0 18.1;MUS 480 57.5 -20.2;MWI 454 33.8 -14.0;MYS 458 101.7 3.1;NAM 516 17.1 -22.6
NCL 540 166.5 -22.3;NER 562 2.1 13.5;NGA 566 3.4 6.5;NIC 558 -86.3 12.1;NLD 528 4.9 52.4;NOR 578 10.8 59.9
NPL 524 85.3 27.7;NRU 520 166.9 -0.5;NZL 554 174.8 -36.8;OMN 512 58.4 23.6;PAK 586 67.0 24.9;PAN 591 -79.5 9.0
PER 604 -77.0 -12.0;PHL 608 121.0 14.6;PLW 585 134.5 7.3;PNG 598 147.2 -9.4;POL 616 21.0 52.2;PRK 408 125.8 39.0
PRT 620 -9.1 38.7;PRY 600 -57.6 -25.3;PSE 275 35.2 31.9;QAT 634 51.5 25.3;ROU 642 26.1 44.4;RUS 643 37.6 55.8
RWA 646 30.1 -1.9;SAU 682 46.7 24.7;SDN 729 32.5 15.6;SEN 686 -17.4 14.7;SGP 702 103.8 1.3;SLB 090 159.9 -9.4
SLE 694 -13.2 8.5;SLV 222 -89.2 13.7;SMR 674 12.5 43.9;SOM 706 45.3 2.0;SRB 688 20.5 44.8;SSD 728 31.6 4.9
STP 678 6.7 0.3;SUR 740 -55.2 5.8;SVK 703 17.1 48.1;SVN 705 14.5 46.1;SWE 752 18.1 59.3;SWZ 748 31.1 -26.3
SYC 690 55.5 -4.6;SYR 760 36.3 33.5;TCD 148 15.0 12.1;TGO 768 1.2 6.1;THA 764 100.5 13.8;TJK 762 68.8 38.6
TKM 795 58.4 37.9;TLS 626 125.6 -8.6;TON 776 -175.2 -21.1;TTO 780 -61.5 10.7;TUN 788 10.2 36.8;TUR 792 29.0 41.0
TUV 798 179.2 -8.5;TWN 158 121.5 25.0;TZA 834 39.3 -6.8;UGA 800 32.6 0.3;UKR 804 30.5 50.5;URY 858 -56.2 -34.9
USA 840 -77.0 38.9;UZB 860 69.2 41.3;VCT 670 -61.2 13.2;VEN 862 -66.9 10.5;VNM 704 105.8 21.0;VUT 548 167.2 -15.5
WSM 882 -171.8 -13.8;XKX - 21.2 42.7;YEM 887 45.0 12.8;ZAF 710 28.0 -26.2;ZMB 894 28.3 -15.4;ZWE 716 31.0 -17.8
`;

export interface Anchor {
  iso3: string;
  /** The id of the country's shape on the map, if it has one there. */
  numeric: string;
  /** Degrees east and north. */
  point: [number, number];
}

const ANCHORS = new Map<string, Anchor>(
  TABLE.trim()
    .split(/[;\n]/)
    .map((line) => {
      const [iso3 = '', numeric = '', east, north] = line.trim().split(' ');
      return [iso3, { iso3, numeric, point: [Number(east), Number(north)] }];
    }),
);

/** Returns where a country is on the map; nothing for groups, the world and places without one. */
export function anchorOf(iso3: string): Anchor | undefined {
  return ANCHORS.get(iso3);
}

/** Returns all anchors, by ISO3. */
export function anchors(): Anchor[] {
  return [...ANCHORS.values()];
}
