"""How large the methods of Java classes are: the part of a class file (JVMS, chapter 4)
that says it."""
import struct
import zipfile

# Bytes behind the tag of a constant; a text (1) has a length of its own.
CONSTANT_SIZES = {3: 4, 4: 4, 5: 8, 6: 8, 7: 2, 8: 2, 9: 4, 10: 4, 11: 4, 12: 4, 15: 3, 16: 2, 17: 4, 18: 4,
                  19: 2, 20: 2}
WIDE = (5, 6)  # constants that take two places
TEXT = 1


class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, form):
        values = struct.unpack_from(">" + form, self.data, self.at)
        self.at += struct.calcsize(">" + form)
        return values if len(values) > 1 else values[0]

    def texts(self):
        """The texts of the constant pool by their place."""
        found, place, count = {}, 1, self.take("H")
        while place < count:
            tag = self.take("B")
            size = self.take("H") if tag == TEXT else CONSTANT_SIZES[tag]
            if tag == TEXT:
                found[place] = self.data[self.at:self.at + size].decode(errors="replace")
            self.at += size
            place += 2 if tag in WIDE else 1
        return found

    def members(self, texts):
        """The name of each field or method and the bytes of its code."""
        for _ in range(self.take("H")):
            _, name, _, attributes = self.take("HHHH")
            code = 0
            for _ in range(attributes):
                attribute, length = self.take("HI")
                if texts[attribute] == "Code":
                    code = struct.unpack_from(">I", self.data, self.at + 4)[0]
                self.at += length
            yield texts[name], code


def method_sizes(data):
    """(method, bytes of code) for the methods of a class."""
    reader = Reader(data)
    reader.take("IHH")
    texts = reader.texts()
    reader.take("HHH")
    for _ in range(reader.take("H")):  # interfaces
        reader.take("H")
    list(reader.members(texts))  # fields
    return list(reader.members(texts))


def of_jar(path, package):
    """(class, method, bytes of code) for the classes of a package in a jar, and the bytes
    of these classes."""
    methods, size = [], 0
    with zipfile.ZipFile(path) as jar:
        for entry in jar.infolist():
            if entry.filename.startswith(package) and entry.filename.endswith(".class"):
                size += entry.file_size
                name = entry.filename.removesuffix(".class")
                methods += [(name, *method) for method in method_sizes(jar.read(entry))]
    return methods, size
