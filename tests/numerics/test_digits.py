"""The digits inside the package, and data from files in every format, whole and damaged."""

import gzip
import struct

import numpy as np
import pytest

from numerics.vae.datasets import load_dataset
from numerics.vae.digits import load_digits, split, split_digits

IMAGES = np.arange(24, dtype=np.uint8).reshape(3, 2, 4) * 10


def idx(array: np.ndarray, code: int) -> bytes:
    header = bytes([0, 0, code, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape)
    return header + array.astype(array.dtype.newbyteorder(">")).tobytes()


def test_digits_are_the_uci_ones():
    images, labels = load_digits()
    assert images.shape == (1797, 64)
    assert labels.shape == (1797,)
    assert images.min() == 0
    assert images.max() == 1
    assert (images * 16 == np.round(images * 16)).all()
    assert np.bincount(labels).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    # The first line of the UCI file optdigits.tes.
    first = "0,0,5,13,9,1,0,0,0,0,13,15,10,15,5,0,0,3,15,2,0,11,8,0,0,4,12,0,0,8,8,0"
    assert (images[0, :32] * 16).tolist() == [float(v) for v in first.split(",")]


def test_split_is_a_partition_by_seed():
    images, labels = load_digits()
    parts = split_digits()
    assert parts.train.shape == (1437, 64)
    assert parts.held_out.shape == (360, 64)
    whole = np.concatenate([parts.train, parts.held_out])
    assert sorted(map(bytes, whole)) == sorted(map(bytes, images))
    assert (split(images, labels).held_out_labels == parts.held_out_labels).all()
    assert (split(images, labels, seed=1).held_out_labels != parts.held_out_labels).any()
    with pytest.raises(ValueError, match="at least 2 are needed"):
        split(images[:1])


FORMATS = {
    "data.npy": lambda path: np.save(path, IMAGES),
    "data.npz": lambda path: np.savez(path, images=IMAGES, labels=np.arange(3)),
    "data-idx3-ubyte": lambda path: path.write_bytes(idx(IMAGES, 0x08)),
    "data-idx3-ubyte.gz": lambda path: path.write_bytes(gzip.compress(idx(IMAGES, 0x08))),
    "data.npy.gz": lambda path: (np.save(path.with_suffix(""), IMAGES), path.write_bytes(
        gzip.compress(path.with_suffix("").read_bytes()))),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
def test_bytes_from_every_format_are_divided_by_255(name, tmp_path):
    FORMATS[name](tmp_path / name)
    data = load_dataset(tmp_path / name)
    assert np.allclose(data.images, IMAGES.reshape(3, 8) / 255, rtol=1e-15)
    assert (data.labels is not None) == (name == "data.npz")
    assert "bytes divided by 255" in data.description


@pytest.mark.parametrize("name", [*FORMATS, "data.csv"])
def test_truncated_and_damaged_files_give_one_clear_error(name, tmp_path):
    path = tmp_path / name
    if name == "data.csv":
        path.write_text("a,b\n1,2\n3,4\n")
        bad = [b"", b"a,b\n", b"1,2\n3\n", b"1,2\n3,x\n", b"\xff\xfe\x00", b"1,2\n", b"1,nan\n2,3\n"]
    else:
        FORMATS[name](path)
        content = path.read_bytes()
        bad = [content[:n] for n in range(0, len(content) - 1, 7)]
    for content in bad:
        path.write_bytes(content)
        with pytest.raises(ValueError, match=name.replace(".", r"\.")):
            load_dataset(path)


def test_a_bit_flipped_in_compressed_data_is_seen(tmp_path):
    path = tmp_path / "data-idx3-ubyte.gz"
    content = bytearray(gzip.compress(idx(np.random.default_rng(0).integers(0, 255, (9, 64)).astype(np.uint8), 8)))
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(ValueError, match="damaged"):
        load_dataset(path)


@pytest.mark.parametrize(
    ("array", "images", "words"),
    [
        ([[0.0, 0.25], [1.0, 0.5]], [[0.0, 0.25], [1.0, 0.5]], "not scaled"),
        ([[0, 4], [16, 8]], [[0, 0.25], [1, 0.5]], r"scaled from \[0, 16\] to \[0, 1\]"),
        ([[-1.0, 0.0], [1.0, 3.0]], [[0, 0.25], [0.5, 1]], r"scaled from \[-1, 3\] to \[0, 1\]"),
    ],
)
def test_scaling_is_said_and_done(array, images, words, tmp_path):
    np.save(tmp_path / "a.npy", np.array(array))
    data = load_dataset(tmp_path / "a.npy")
    assert data.images.tolist() == images
    import re

    assert re.search(words, data.description)


def test_csv_with_and_without_a_header(tmp_path):
    (tmp_path / "a.csv").write_text("first,second\n0,0.5\n\n1,0.25\n")
    (tmp_path / "b.csv").write_text("0,0.5\n1,0.25")
    assert load_dataset(tmp_path / "a.csv").images.tolist() == [[0, 0.5], [1, 0.25]]
    assert load_dataset(tmp_path / "b.csv").images.tolist() == [[0, 0.5], [1, 0.25]]


@pytest.mark.parametrize(
    ("array", "message"),
    [
        (np.zeros(3), r"shape \(3,\); wanted \(images, pixels\)"),
        (np.zeros((0, 3)), "wanted"),
        (np.zeros((1, 3)), "at least 2 are needed"),
        (np.full((2, 3), 7), "every number is 7"),
        (np.array([[0.0, np.inf], [0, 1]]), "row 0, column 1 is inf"),
        (np.array([["a", "b"], ["c", "d"]]), "numbers wanted"),
        (np.array([[1, None]], dtype=object), "a.npy: it holds Python objects or no array at all, not numbers"),
    ],
)
def test_unusable_arrays_are_refused(array, message, tmp_path):
    np.save(tmp_path / "a.npy", array, allow_pickle=True)
    with pytest.raises(ValueError, match=message):
        load_dataset(tmp_path / "a.npy")


def test_unknown_files_and_names_are_refused(tmp_path):
    with pytest.raises(
        ValueError, match="there is no such file; --data takes a file or one of digits, linear-gaussian"
    ):
        load_dataset("nonsense")
    (tmp_path / "a.txt").write_text("hello")
    with pytest.raises(ValueError, match=r"neither \.npy, \.npz, \.csv nor an IDX file"):
        load_dataset(tmp_path / "a.txt")
    np.savez(tmp_path / "b.npz", u=np.zeros((2, 2)), v=np.zeros((2, 2)))
    with pytest.raises(ValueError, match="holds the arrays u, v; one must be called images"):
        load_dataset(tmp_path / "b.npz")
    with pytest.raises(ValueError, match="a folder; --data takes a file"):
        load_dataset(tmp_path)


def table(n: int = 30, side: int = 5) -> np.ndarray:
    rng = np.random.default_rng(0)
    return np.column_stack([rng.integers(0, 10, n), rng.integers(0, 256, (n, side * side))])


def write_csv(path, rows, header=None):
    lines = [] if header is None else [",".join(header)]
    path.write_text("\n".join(lines + [",".join(str(v) for v in row) for row in rows]) + "\n")


def test_a_first_column_of_labels_is_recognised_and_said(tmp_path):
    rows = table()
    pixels = [f"pixel{i}" for i in range(25)]
    write_csv(tmp_path / "kaggle.csv", rows, ["label", *pixels])
    write_csv(tmp_path / "bare.csv", rows)
    write_csv(tmp_path / "last.csv", np.roll(rows, -1, axis=1), [*pixels, "class"])
    np.save(tmp_path / "table.npy", rows)
    for name, words in [("kaggle.csv", "column 1 (label)"), ("bare.csv", "column 1"), ("last.csv", "column 26 (class)"),
                        ("table.npy", "column 1")]:  # fmt: skip
        data = load_dataset(tmp_path / name)
        assert data.images.shape == (30, 25) and data.image_shape == (5, 5)
        assert (data.labels == rows[:, 0]).all()
        assert f"{words} taken as labels (--label-column none keeps it)" in data.description
        assert load_dataset(tmp_path / name, label_column="none").images.shape == (30, 26)
    assert (load_dataset(tmp_path / "bare.csv", label_column="3").labels == rows[:, 2]).all()
    assert (load_dataset(tmp_path / "kaggle.csv", label_column="pixel4").labels == rows[:, 5]).all()
    with pytest.raises(ValueError, match=r"there is no column 'colour' to take labels from; .* 1 to 26"):
        load_dataset(tmp_path / "kaggle.csv", label_column="colour")


@pytest.mark.parametrize("columns", [2, 4, 16, 25, 30, 64])
def test_pixels_are_not_taken_for_labels(columns, tmp_path):
    rows = np.random.default_rng(0).integers(0, 5, (40, columns))
    np.save(tmp_path / "a.npy", rows)
    data = load_dataset(tmp_path / "a.npy")
    assert data.labels is None and data.images.shape == (40, columns)


def test_fractions_are_not_taken_for_labels(tmp_path):
    np.save(tmp_path / "a.npy", np.random.default_rng(0).random((40, 26)))
    assert load_dataset(tmp_path / "a.npy").labels is None


def test_labels_from_a_file_of_their_own(tmp_path):
    np.save(tmp_path / "a.npy", IMAGES)
    (tmp_path / "labels").write_bytes(idx(np.array([2, 0, 1], np.uint8), 0x08))
    assert load_dataset(tmp_path / "a.npy", labels=tmp_path / "labels").labels.tolist() == [2, 0, 1]
    (tmp_path / "labels").write_bytes(idx(np.array([2, 0], np.uint8), 0x08))
    with pytest.raises(ValueError, match=r"labels have shape \(2,\); wanted \(3,\)"):
        load_dataset(tmp_path / "a.npy", labels=tmp_path / "labels")


def test_bytes_that_are_no_full_range_are_not_divided_by_255(tmp_path):
    path = tmp_path / "a.npy"
    binary = np.random.default_rng(0).integers(0, 2, (6, 9)).astype(np.uint8)
    np.save(path, binary)
    data = load_dataset(path)
    assert (data.images == binary).all() and "not scaled" in data.description
    digits = (load_digits()[0] * 16).astype(np.uint8)
    np.save(path, digits)
    with pytest.raises(ValueError, match=r"bytes run from 0 to 16, so white may be 16 or 255: say --scale 16 or"):
        load_dataset(path)
    assert (load_dataset(path, scale=16).images == load_digits()[0]).all()
    assert load_dataset(path, scale=255).images.max() == 16 / 255
    leaves = load_dataset(path, scale=4)
    assert "which leaves numbers from 0 to 4" in leaves.description
    again = load_dataset(path, scaling=load_dataset(path, scale=16).scaling)
    assert again.images.max() == 1


FLIPPED = {
    "data.npy": lambda path: np.save(path, IMAGES),
    "data.npz": lambda path: np.savez_compressed(path, images=IMAGES, labels=np.arange(3)),
    "data-idx3-ubyte": lambda path: path.write_bytes(idx(IMAGES, 0x08)),
    "data-idx3-ubyte.gz": lambda path: path.write_bytes(gzip.compress(idx(IMAGES, 0x08))),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", FLIPPED)
def test_any_flipped_bit_is_read_or_refused_in_one_line(name, tmp_path):
    path = tmp_path / name
    FLIPPED[name](path)
    content = path.read_bytes()
    rng = np.random.default_rng(0)
    for place, bit in zip(rng.integers(0, len(content), 1500), rng.integers(0, 8, 1500), strict=True):
        damaged = bytearray(content)
        damaged[place] ^= 1 << bit
        path.write_bytes(damaged)
        try:
            found = load_dataset(path)
        except ValueError as error:
            assert str(error).startswith(f"{path}: ") and "\n" not in str(error)
        else:
            assert found.images.ndim == 2


def test_headers_that_announce_too_much_are_refused(tmp_path):
    path = tmp_path / "a.npy"
    np.save(path, np.zeros((2, 3)))
    content = path.read_bytes()
    path.write_bytes(content.replace(b"(2, 3), }", b"(2, 9999999999999), }")[: len(content)])
    with pytest.raises(ValueError, match=r"a\.npy"):
        load_dataset(path)
