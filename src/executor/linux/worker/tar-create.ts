/** GNU tar of the names on its standard input, with all that a layer can hold of them. */
export const tarCreate = [
  ..."tar --create --file=- --format=posix --pax-option=delete=atime,delete=ctime".split(" "),
  ..."--xattrs --xattrs-include=* --xattrs-exclude=trusted.overlay.* --xattrs-exclude=user.overlay.*".split(" "),
  ..."--numeric-owner --no-recursion --null --verbatim-files-from --files-from=-".split(" "),
];
