import { problems } from "../../errors.ts";

export const problem = problems({
  "layer/bad-tar":
    "A tar file does not follow its format: it is cut off, a checksum is wrong, a number or a record cannot be read, or data follows its end. djib refuses it as a whole, because two programs could read it differently.",
  "layer/bad-entry":
    "An entry of a layer cannot stand in an image: its name is too long or holds a NUL, it is a hard link to something that is not there, it lies below a file, or its whiteout names no file.",
  "layer/unsupported-entry":
    "A tar file holds an entry of a type that no image can hold, for instance a part of a multi-volume archive.",
  "layer/too-large":
    "A layer is beyond a limit: too many entries, too many bytes, or one entry's headers alone are too large. The limits stop archives that are small to send and endless to unpack.",
  "layer/corrupt-index":
    "The index of a layer in djib's store cannot be used. It holds nothing of its own and is made again from the layer.",
  "layer/changed-content":
    "A file changed between the moment djib looked at it and the moment it was written to a layer. Something else was writing to it; build again when that is done.",
  "layer/reserved-name":
    "A file's name begins with `.wh.`, which in an image layer means that another file was removed. No image can hold such a file.",
  "layer/cannot-unpack":
    "A layer or an archive is compressed with settings that djib does not read: by xz with a filter besides LZMA2 (`xz --x86`), by zstd with a dictionary, or so that unpacking it takes more than 128 MiB of memory.",
  "layer/bad-compression":
    "A layer or an archive that is compressed by bzip2, xz or zstd is damaged: it is cut off, a checksum is wrong, or something else follows its end.",
});
