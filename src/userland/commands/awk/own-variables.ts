/** Variables that awk itself sets or looks at, in the slots that come first. */
export const ownVariables = [
  ..."NF NR FNR FS OFS ORS RS FILENAME SUBSEP RSTART RLENGTH CONVFMT OFMT ENVIRON ARGC ARGV".split(" "),
];
