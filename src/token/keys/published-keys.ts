/** The key that jwt-email-auth takes where none is set: whoever moves from it may bring that one along. */
export const exampleOfJwtEmailAuth = 'SXe2Hzz02Qkv50T3Ax0XR-eAx1HA-gqRuJkrKnop3Bw';

/**
 * The ids of keys that everybody knows: those of the standards and of the tests of this package. Somebody who signs with
 * one lets everybody sign, and what is encrypted with one is no secret. `test/token/keys/published-keys.test.ts` finds what is missing.
 */
export const publishedKeys: ReadonlySet<string> = new Set([
  exampleOfJwtEmailAuth,
  '0onFDEFSPScMVduGPtLF3h5r1Is0-bkqWAD7mXooSJ0',
  '4Njp7LYU4n-DheCFUrtfG0hQwT_v3P-ZwKzvlMzD6EQ',
  '8J-mJ5yKF3hIFHw_Bs2nbFpOp10ozaLAvl8rjolshK0',
  '9jg46WB3rR_AHD-EBXdN7cBkH1WOu0tA3M9fm21mqTI',
  'IsUn6_e04MaShXFIISMp4kG62LWzMIPy_MvSA5pJgX8',
  'JcuA3bzwmHn6xDRaN2VUgcZJUjrLuwp2YUuV8MF39DM',
  'OewZUXp37nRiVW7bO_Jd7a36x25cL7PGX5Hsepth_aY',
  'QKwuSBXSkXegLoMhBbCPEQbGxFFCQT5-2Y5kOoAB_fA',
  'RgVR5H6vvCLajavO3NKXafnQJXfbDa0gFBXhfKcyeMQ',
  'SHr_aFySwBw9QPS2G7xIAYA5xr_oJF66g8JlwTx9KLw',
  'ZiLSoDuPfDc8rxPl05LxD9nV_EzK3XJ8t6qpTXJCtvw',
  'ayHP8s_OfTOz7Lp74K10qdqgO_pmAnygDsd0O9VnymY',
  'b7_dYTNbJA4qiHOPpe-r9-tpipENsn9G2sHWbdan_Eg',
  'bsAceVZzJ45T0VffF2jUEZX3Zbb9bwKJuKA8g974BFk',
  'dHri3SADZkrush5HU_50AoRhcKFryN-PI6jPBtPL55M',
  'eLx7cyKbcDMHSL_1LbVriUzfZG-p_W2rjxLJrg9teck',
  'g5ZLBNsMsyL8XraI6zdrSmasJ7j0vvaGK7flqUonW9A',
  'hKoe1YKmJxChuUJIUBuWgD3Kc_DtVa-vpjuCNmmDQh8',
  'jtGSXJVYuZVE0cLF8m4OWz-gvUEtc1LxRfUd7fMBarg',
  'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
  'oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U',
  'u5YUSjQ2-2chBi51NSk3t3g7IM4o2KYcnPqPtCNGd3U',
  'wNFcgEydsiabcyLqM9op_Tep03Qd8rvLE8fJ54rw8q8',
]);
